namespace FunctionsPipeline.Analysis;

/// <summary>The acceleration of a body that falls freely, working pixels a second squared, y downwards.</summary>
internal readonly record struct BodyPull(double X, double Y)
{
    /// <summary>Pieces that it is read from, at most: each costs a split of the track.</summary>
    private const int CandidatesMax = 3;

    /// <summary>Standard deviation of each part.</summary>
    public double Sigma { get; init; }

    /// <summary>What the pieces of a track may say of it, the surest first.</summary>
    public static IEnumerable<BodyPull> CandidatesOf(IEnumerable<FlightPiece> pieces) => pieces
        .Where(piece => piece.Points >= FlightRules.PointsMin && piece.AccelerationY >= FlightRules.SureSigmas * piece.AccelerationSigma && FlightRules.IsUpright(piece))
        .OrderByDescending(piece => piece.AccelerationY / piece.AccelerationSigma)
        .Take(CandidatesMax)
        .Select(piece => new BodyPull(piece.AccelerationX, piece.AccelerationY) { Sigma = piece.AccelerationSigma });

    /// <summary>What pieces that share it say together, each as far as it is sure; null when none can.</summary>
    /// <param name="free">The pieces, fitted without it.</param>
    public static BodyPull? MeanOf(IReadOnlyCollection<FlightPiece> free)
    {
        double weights = 0, sumX = 0, sumY = 0;
        foreach (var piece in free)
        {
            var weight = 1 / (piece.AccelerationSigma * piece.AccelerationSigma);
            (weights, sumX, sumY) = (weights + weight, sumX + weight * piece.AccelerationX, sumY + weight * piece.AccelerationY);
        }

        return weights > 0 ? new BodyPull(sumX / weights, sumY / weights) { Sigma = Math.Sqrt(1 / weights) } : null;
    }
}

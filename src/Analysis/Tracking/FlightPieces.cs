namespace FunctionsPipeline.Analysis;

/// <summary>The pieces of a track: cut first without knowing anything, then again with the pull that its falls show.</summary>
internal static class FlightPieces
{
    /// <summary>Cuts the stretches of a track.</summary>
    /// <param name="points">The track.</param>
    /// <param name="stretches">First and last points of what was seen without a long gap.</param>
    /// <param name="sigmaPx">Scatter of the points.</param>
    public static IReadOnlyList<FlightPiece> Of(IReadOnlyList<BodyPoint> points, IReadOnlyList<(int First, int Last)> stretches, double sigmaPx)
    {
        var free = Cut(points, stretches, sigmaPx, null).Pieces.Select(piece => FlightPiece.Of(points, piece.First, piece.Last, sigmaPx)).ToList();
        var (best, bestPull) = ((FlightCut?)null, default(BodyPull));
        foreach (var candidate in BodyPull.CandidatesOf(free))
        {
            // A single piece knows the pull worse than all that share it.
            var pull = SharedPull(points, Cut(points, stretches, sigmaPx, candidate), sigmaPx) ?? candidate;
            var cut = Cut(points, stretches, sigmaPx, pull);
            if (best is null || cut.Cost < best.Cost) (best, bestPull) = (cut, pull);
        }

        if (best is null) return free;
        var pieces = best.Pieces.Select(piece => piece.IsFlight
            ? FlightPiece.WithPull(points, piece.First, piece.Last, bestPull, sigmaPx)
            : FlightPiece.Of(points, piece.First, piece.Last, sigmaPx)).ToList();
        return FlightForce.PutTogether(points, pieces, bestPull, sigmaPx);
    }

    private static FlightCut Cut(IReadOnlyList<BodyPoint> points, IReadOnlyList<(int First, int Last)> stretches, double sigmaPx, BodyPull? pull)
    {
        var cuts = stretches.Select(stretch => FlightSplit.Of(points, stretch.First, stretch.Last, sigmaPx, pull)).ToList();
        return new FlightCut(cuts.Sum(cut => cut.Cost), [.. cuts.SelectMany(cut => cut.Pieces)]);
    }

    private static BodyPull? SharedPull(IReadOnlyList<BodyPoint> points, FlightCut cut, double sigmaPx) => BodyPull.MeanOf(
        [.. cut.Pieces.Where(piece => piece.IsFlight && piece.Last - piece.First + 1 >= FlightSplit.FreePointsMin)
            .Select(piece => FlightPiece.Of(points, piece.First, piece.Last, sigmaPx))]);
}

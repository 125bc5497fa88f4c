namespace FunctionsPipeline.Analysis;

/// <summary>
/// Running sums over a track that give, in constant time, the squared error of the best parabola through any stretch of it, or of the best
/// parabola with a known acceleration.
/// </summary>
internal sealed class ParabolaMoments
{
    private const int Powers = 5;

    private readonly double[][] _sums;

    /// <summary>Sums over points first to last. Time is counted in mean steps from the middle, so that the sums stay of one size.</summary>
    /// <param name="points">The track.</param>
    /// <param name="first">Index of the first point.</param>
    /// <param name="last">Index of the last point.</param>
    /// <param name="pull">An acceleration that is taken out: what is left of a body that has it moves straight on.</param>
    public ParabolaMoments(IReadOnlyList<BodyPoint> points, int first, int last, BodyPull pull = default)
    {
        var count = last - first + 1;
        var step = Math.Max(1e-6, (points[last].Seconds - points[first].Seconds) / Math.Max(1, count - 1));
        _sums = new double[count + 1][];
        _sums[0] = new double[Powers + 8];
        for (var i = 0; i < count; i++)
        {
            var point = points[first + i];
            var seconds = point.Seconds - points[first].Seconds;
            var time = seconds / step - (count - 1) / 2.0;
            var fall = seconds * seconds / 2;
            var (x, y) = (point.X - points[first].X - pull.X * fall, point.Y - points[first].Y - pull.Y * fall);
            var row = (double[])_sums[i].Clone();
            var power = 1.0;
            for (var k = 0; k < Powers; k++, power *= time)
            {
                row[k] += power;
                if (k > 2) continue;
                row[Powers + k] += power * x;
                row[Powers + 3 + k] += power * y;
            }

            row[Powers + 6] += x * x;
            row[Powers + 7] += y * y;
            _sums[i + 1] = row;
        }
    }

    /// <summary>Squared distances, both ways together, from the parabola through points start to end, counted from the first.</summary>
    public double ParabolaError(int start, int end) => SquaredError(start, end, 3);

    /// <summary>The same from the straight way: with the acceleration taken out, the error of a flight that has it.</summary>
    public double LineError(int start, int end) => SquaredError(start, end, 2);

    private double SquaredError(int start, int end, int unknowns)
    {
        Span<double> sums = stackalloc double[Powers + 8];
        for (var k = 0; k < sums.Length; k++) sums[k] = _sums[end + 1][k] - _sums[start][k];
        Span<double> rows = stackalloc double[12];
        return Math.Max(0, Error(sums, rows, unknowns, Powers, Powers + 6) + Error(sums, rows, unknowns, Powers + 3, Powers + 7));
    }

    private static double Error(ReadOnlySpan<double> sums, Span<double> rows, int unknowns, int right, int squares)
    {
        var width = unknowns + 1;
        for (var j = 0; j < unknowns; j++)
        {
            for (var k = 0; k < unknowns; k++) rows[j * width + k] = sums[j + k];
            rows[j * width + unknowns] = sums[right + j];
        }

        if (!LinearSystem.TrySolve(rows, unknowns)) return double.MaxValue / 4;
        var error = sums[squares];
        for (var j = 0; j < unknowns; j++) error -= rows[j * width + unknowns] * sums[right + j];
        return error;
    }
}

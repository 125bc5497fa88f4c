namespace FunctionsPipeline.Analysis;

/// <summary>Running sums over a track that give the squared error of the best parabola through any stretch of it in constant time.</summary>
internal sealed class ParabolaMoments
{
    private const int Powers = 5;

    private readonly double[][] _sums;

    /// <summary>Sums over points first to last. Time is counted in mean steps from the middle, so that the sums stay of one size.</summary>
    public ParabolaMoments(IReadOnlyList<BodyPoint> points, int first, int last)
    {
        var count = last - first + 1;
        var step = Math.Max(1e-6, (points[last].Seconds - points[first].Seconds) / Math.Max(1, count - 1));
        _sums = new double[count + 1][];
        _sums[0] = new double[Powers + 8];
        for (var i = 0; i < count; i++)
        {
            var point = points[first + i];
            var (time, x, y) = ((point.Seconds - points[first].Seconds) / step - (count - 1) / 2.0, point.X - points[first].X, point.Y - points[first].Y);
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
    public double SquaredError(int start, int end)
    {
        Span<double> sums = stackalloc double[Powers + 8];
        for (var k = 0; k < sums.Length; k++) sums[k] = _sums[end + 1][k] - _sums[start][k];
        Span<double> rows = stackalloc double[12];
        return Math.Max(0, Error(sums, rows, Powers, Powers + 6) + Error(sums, rows, Powers + 3, Powers + 7));
    }

    private static double Error(ReadOnlySpan<double> sums, Span<double> rows, int right, int squares)
    {
        for (var j = 0; j < 3; j++)
        {
            for (var k = 0; k < 3; k++) rows[j * 4 + k] = sums[j + k];
            rows[j * 4 + 3] = sums[right + j];
        }

        if (!LinearSystem.TrySolve(rows, 3)) return double.MaxValue / 4;
        return sums[squares] - rows[3] * sums[right] - rows[7] * sums[right + 1] - rows[11] * sums[right + 2];
    }
}

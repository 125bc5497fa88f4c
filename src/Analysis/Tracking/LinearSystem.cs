namespace FunctionsPipeline.Analysis;

/// <summary>Solves small systems of linear equations in place.</summary>
internal static class LinearSystem
{
    /// <summary>A pivot below this share of the greatest entry makes the system singular.</summary>
    private const double PivotShareMin = 1e-10;

    /// <summary>Gauss with row pivots. <paramref name="rows"/> holds n rows of n + 1 numbers, the right side last; the answer lands there.</summary>
    /// <returns>False when the equations do not determine the answer.</returns>
    public static bool TrySolve(Span<double> rows, int n)
    {
        var width = n + 1;
        var greatest = 0.0;
        for (var i = 0; i < n * width; i++) greatest = Math.Max(greatest, Math.Abs(rows[i]));
        for (var column = 0; column < n; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < n; row++)
            {
                if (Math.Abs(rows[row * width + column]) > Math.Abs(rows[pivot * width + column])) pivot = row;
            }

            if (!(Math.Abs(rows[pivot * width + column]) > PivotShareMin * greatest)) return false;
            if (pivot != column)
            {
                for (var k = 0; k < width; k++)
                {
                    (rows[pivot * width + k], rows[column * width + k]) = (rows[column * width + k], rows[pivot * width + k]);
                }
            }

            for (var row = 0; row < n; row++)
            {
                if (row == column) continue;
                var factor = rows[row * width + column] / rows[column * width + column];
                for (var k = column; k < width; k++) rows[row * width + k] -= factor * rows[column * width + k];
            }
        }

        for (var row = 0; row < n; row++) rows[row * width + n] /= rows[row * width + row];
        return true;
    }
}

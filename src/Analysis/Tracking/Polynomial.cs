namespace FunctionsPipeline.Analysis;

/// <summary>A parabola, or a line, or a constant: c0 + c1 t + c2 t squared.</summary>
internal readonly record struct Polynomial(double C0, double C1, double C2)
{
    public double At(double time) => C0 + time * (C1 + time * C2);

    public double Slope(double time) => C1 + 2 * time * C2;

    /// <summary>The same curve, with its time counted from <paramref name="time"/>.</summary>
    public Polynomial From(double time) => new(At(time), Slope(time), C2);

    /// <summary>Least squares through points. With too few different times the degree falls.</summary>
    public static Polynomial Fit(ReadOnlySpan<double> times, ReadOnlySpan<double> values, int degree)
    {
        Span<double> rows = stackalloc double[12];
        for (; degree > 0; degree--)
        {
            var n = degree + 1;
            rows.Clear();
            for (var i = 0; i < times.Length; i++)
            {
                var power = 1.0;
                for (var j = 0; j < n; j++, power *= times[i])
                {
                    var other = power;
                    for (var k = 0; k < n; k++, other *= times[i]) rows[j * (n + 1) + k] += other;
                    rows[j * (n + 1) + n] += power * values[i];
                }
            }

            if (times.Length >= n && LinearSystem.TrySolve(rows, n)) return new Polynomial(rows[n], rows[2 * n + 1], n == 3 ? rows[11] : 0);
        }

        var sum = 0.0;
        foreach (var value in values) sum += value;
        return new Polynomial(values.Length == 0 ? 0 : sum / values.Length, 0, 0);
    }
}

namespace FunctionsPipeline.Analysis.Tests.Features;

/// <summary>Metrics against plain models that share no code with the kernels.</summary>
public sealed class PlaneMetricTests
{
    private const int WidthPx = 71;
    private const int HeightPx = 38;

    private readonly byte[] _one = Noise(5);
    private readonly byte[] _other = Noise(6);

    [Fact]
    public void Squared_error_and_absolute_difference()
    {
        var differences = _one.Zip(_other, (one, other) => (long)Math.Abs(one - other)).ToArray();

        var sums = SquaredErrorSums.Of(View(_one), View(_other));

        sums.ShouldBe(new SquaredErrorSums(differences.Sum(difference => difference * difference), differences.Sum(), _one.Length));
        AbsoluteDifference.Sum(View(_one), View(_other)).ShouldBe(differences.Sum());
        var picture = new byte[_one.Length];
        AbsoluteDifference.Fill(View(_one), View(_other), picture);
        picture.ShouldBe(differences.Select(difference => (byte)difference));
    }

    [Fact]
    public void Similarity_is_the_mean_over_windows_and_the_errors_are_those_of_all_pixels()
    {
        var (sum, windows) = (0.0, 0);
        for (var y = 0; y + 8 <= HeightPx; y += 4)
        {
            for (var x = 0; x + 8 <= WidthPx; x += 4, windows++) sum += WindowSimilarity(x, y);
        }

        var comparison = PlaneComparison.Of(View(_one), View(_other));

        comparison.Windows.ShouldBe(windows);
        comparison.Ssim.ShouldBe(sum / windows, 1e-5);
        var error = SquaredErrorSums.Of(View(_one), View(_other));
        (comparison.SquaredErrorSum, comparison.AbsoluteDifferenceSum).ShouldBe((error.Squared, error.Absolute));
    }

    [Fact]
    public void Equal_planes_have_infinite_psnr_and_full_similarity()
    {
        var comparison = PlaneComparison.Of(View(_one), View(_one));

        comparison.PsnrDb.ShouldBe(double.PositiveInfinity);
        comparison.Ssim.ShouldBe(1);
    }

    [Fact]
    public void One_level_of_difference_is_48_decibels() =>
        SquaredErrorSums.Of(View(new byte[WidthPx * HeightPx]), View([.. Enumerable.Repeat((byte)1, WidthPx * HeightPx)])).PsnrDb
            .ShouldBe(48.1308, 0.0001);

    [Fact]
    public void Luma_dark_pixels_and_gradient()
    {
        var (across, down) = (0L, 0L);
        for (var at = 0; at < _one.Length; at++)
        {
            var (x, y) = (at % WidthPx, at / WidthPx);
            if (x is 0 or WidthPx - 1 || y is 0 or HeightPx - 1) continue;
            across += Math.Abs(_one[at + 1] - _one[at - 1]);
            down += Math.Abs(_one[at + WidthPx] - _one[at - WidthPx]);
        }

        LumaSum.Of(View(_one)).ShouldBe(_one.Sum(pixel => (long)pixel));
        DarkPixelCount.Of(View(_one), 32).ShouldBe(_one.Count(pixel => pixel <= 32));
        GradientSums.Of(View(_one)).ShouldBe(new GradientSums(across, down, (WidthPx - 2) * (HeightPx - 2)));
    }

    [Fact]
    public void A_slope_of_two_levels_a_pixel_is_measured_as_such()
    {
        var ramp = Enumerable.Range(0, WidthPx * HeightPx).Select(at => (byte)(at % WidthPx * 2)).ToArray();

        GradientSums.Of(View(ramp)).MeanSlope.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void A_histogram_counts_every_pixel_and_forgets_what_was_there()
    {
        var counts = new long[Histogram.Values];
        Array.Fill(counts, 7);

        Histogram.Count(View(_one), counts);

        counts.ShouldBe(Enumerable.Range(0, 256).Select(value => (long)_one.Count(pixel => pixel == value)));
    }

    [Fact]
    public void Halving_takes_the_mean_of_four_rounded_half_up()
    {
        var half = new byte[35 * 19];

        PlaneScaling.Halve(View(_one), half);

        half.ShouldBe(Enumerable.Range(0, half.Length).Select(at =>
        {
            var (x, y) = (2 * (at % 35), 2 * (at / 35));
            return (byte)Math.Floor((Pixel(x, y) + Pixel(x + 1, y) + Pixel(x, y + 1) + Pixel(x + 1, y + 1)) / 4.0 + 0.5);
        }));
    }

    [Fact]
    public void A_gaussian_step_smooths_by_binomial_weights_with_a_mirrored_border()
    {
        var half = new byte[35 * 19];

        PlaneScaling.HalveGaussian(View(_one), half);

        double[] weights = [1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0];
        half.ShouldBe(Enumerable.Range(0, half.Length).Select(at =>
        {
            var sum = 0.0;
            for (var dy = -2; dy <= 2; dy++)
            {
                for (var dx = -2; dx <= 2; dx++)
                {
                    sum += weights[dx + 2] * weights[dy + 2] * Pixel(Mirrored(2 * (at % 35) + dx, WidthPx), Mirrored(2 * (at / 35) + dy, HeightPx));
                }
            }

            return (byte)Math.Floor(sum + 0.5);
        }));
    }

    [Fact]
    public void A_stride_is_passed_over()
    {
        var wide = new byte[(WidthPx + 9) * HeightPx];
        for (var y = 0; y < HeightPx; y++) _one.AsSpan(y * WidthPx, WidthPx).CopyTo(wide.AsSpan(y * (WidthPx + 9)));
        PlaneView Strided() => new(wide, WidthPx, HeightPx, WidthPx + 9);

        PlaneComparison.Of(Strided(), View(_one)).PsnrDb.ShouldBe(double.PositiveInfinity);
        LaplacianSums.Of(Strided()).ShouldBe(LaplacianSums.Of(View(_one)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var wider = new byte[(WidthPx + 1) * HeightPx];

        Should.Throw<ArgumentException>(() => PlaneComparison.Of(View(_one), new PlaneView(wider, WidthPx + 1, HeightPx, WidthPx + 1)));
        Should.Throw<ArgumentException>(() => SquaredErrorSums.Of(View(_one), new PlaneView(_one, WidthPx, HeightPx - 1, WidthPx)));
        Should.Throw<ArgumentException>(() => AbsoluteDifference.Fill(View(_one), View(_other), new byte[_one.Length - 1]));
        Should.Throw<ArgumentException>(() => PlaneScaling.Halve(View(_one), new byte[35 * 19 - 1]));
        Should.Throw<ArgumentOutOfRangeException>(() => Histogram.Count(View(_one), new long[255]));
        Should.Throw<ArgumentOutOfRangeException>(() => LumaSum.Of(View(_one), KernelSettings.Default with { RowThreads = 0 }));
    }

    private static byte[] Noise(int seed)
    {
        var pixels = new byte[WidthPx * HeightPx];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    private static PlaneView View(byte[] pixels) => new(pixels, WidthPx, HeightPx, WidthPx);

    private static int Mirrored(int at, int size) => at < 0 ? -at : at >= size ? 2 * (size - 1) - at : at;

    private int Pixel(int x, int y) => _one[y * WidthPx + x];

    /// <summary>The textbook formula, from means and unbiased variances.</summary>
    private double WindowSimilarity(int left, int top)
    {
        const double c1 = 0.01 * 255 * 0.01 * 255;
        const double c2 = 0.03 * 255 * 0.03 * 255;
        var places = Enumerable.Range(0, 64).Select(at => (top + at / 8) * WidthPx + left + at % 8).ToArray();
        var (meanOne, meanOther) = (places.Average(at => (double)_one[at]), places.Average(at => (double)_other[at]));
        var varianceOne = places.Sum(at => (_one[at] - meanOne) * (_one[at] - meanOne)) / 63;
        var varianceOther = places.Sum(at => (_other[at] - meanOther) * (_other[at] - meanOther)) / 63;
        var covariance = places.Sum(at => (_one[at] - meanOne) * (_other[at] - meanOther)) / 63;
        return (2 * meanOne * meanOther + c1) * (2 * covariance + c2)
            / ((meanOne * meanOne + meanOther * meanOther + c1) * (varianceOne + varianceOther + c2));
    }
}

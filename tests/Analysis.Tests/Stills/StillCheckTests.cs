namespace FunctionsPipeline.Analysis.Tests.Stills;

/// <summary>What must hold of the checks whatever the picture.</summary>
public sealed class StillCheckTests
{
    private const int WidthPx = 208;
    private const int HeightPx = 176;

    public static TheoryData<int> Seeds => [100, 101, 102, 103];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void More_blur_is_less_sharp(int seed)
    {
        var still = PaintedStill.Of(seed, WidthPx, HeightPx);
        var blurs = new[] { 0, 0.7, 1, 1.5, 2, 3 }.Select(sigma => Measure(sigma == 0 ? still : still.Blurred(sigma), "sharpness", "blurPx")).ToArray();

        for (var i = 1; i < blurs.Length; i++)
        {
            blurs[i].ShouldBeGreaterThanOrEqualTo(blurs[i - 1]);

            // Textures finer than any edge measure 0 until they are blurred enough.
            if (blurs[i - 1] > 0) blurs[i].ShouldBeGreaterThan(blurs[i - 1]);
        }

        blurs[2].ShouldBeGreaterThan(blurs[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_sharpness_measures_of_a_lone_edge_is_its_blur(double sigmaPx)
    {
        var edge = StillChecker.Check(Grey(x => 60 + (130 * NormalShare((x - 209.3) / sigmaPx))), []);

        Measure(edge, "sharpness", "blurPx").ShouldBe(sigmaPx, 0.1 * sigmaPx);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Contrast_does_not_change_what_sharpness_measures(int seed)
    {
        var still = PaintedStill.Of(seed, WidthPx, HeightPx).Mapped(level => 60 + (level / 2));

        Measure(still, "sharpness", "blurPx").ShouldBe(Measure(still.Mapped(level => 128 + ((level - 128) * 1.5)), "sharpness", "blurPx"), 0.15);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void More_noise_raises_the_estimate_to_about_what_was_added(int seed)
    {
        var still = PaintedStill.Of(seed, WidthPx, HeightPx).Mapped(level => 70 + (level / 2.2));
        var estimates = new[] { 0.0, 2, 4, 8, 16 }.Select(levels => Measure(levels == 0 ? still : still.Noisy(levels, seed), "noise", "noiseLevels")).ToArray();

        for (var i = 1; i < estimates.Length; i++) estimates[i].ShouldBeGreaterThan(estimates[i - 1]);
        estimates[3].ShouldBe(8, 1.2);
        estimates[4].ShouldBe(16, 2.4);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Gain_clips_and_never_gives_anything_back(int seed)
    {
        var still = PaintedStill.Of(seed, WidthPx, HeightPx);
        var shares = new[] { 1.0, 1.5, 2, 4, 8 }.Select(gain => Measure(still.Mapped(level => level * gain), "clipping", "brightEndShare")).ToArray();

        for (var i = 1; i < shares.Length; i++) shares[i].ShouldBeGreaterThanOrEqualTo(shares[i - 1]);
        shares[4].ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void Another_size_or_brightness_is_the_same_picture_and_another_picture_is_not()
    {
        var stills = Enumerable.Range(200, 12).Select(seed => PaintedStill.Of(seed, WidthPx, HeightPx)).ToArray();
        var hashes = stills.Select(HashOf).ToArray();
        for (var i = 0; i < stills.Length; i++)
        {
            hashes[i].DistanceTo(HashOf(stills[i].Mapped(level => level * 1.05))).ShouldBeLessThanOrEqualTo(DuplicateCheck.SameBitsMax);
            hashes[i].DistanceTo(HashOf(stills[i].Mapped(level => level * 0.95))).ShouldBeLessThanOrEqualTo(DuplicateCheck.SameBitsMax);
            hashes[i].DistanceTo(HashOf(stills[i].Resized(WidthPx / 2, HeightPx / 2))).ShouldBeLessThanOrEqualTo(DuplicateCheck.SameBitsMax);
            hashes[i].DistanceTo(HashOf(stills[i].Resized(300, 200))).ShouldBeLessThanOrEqualTo(DuplicateCheck.SameBitsMax);
            for (var j = 0; j < i; j++) hashes[i].DistanceTo(hashes[j]).ShouldBeGreaterThan(DuplicateCheck.SameBitsMax);
        }
    }

    [Fact]
    public void A_slope_that_8_bits_can_show_is_no_staircase()
    {
        Measure(Slope(level => level), "banding", "staircaseShare").ShouldBe(0);
        Measure(Slope(level => Math.Round(level / 6) * 6), "banding", "staircaseShare").ShouldBeGreaterThan(0.4);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(255, 0)]
    [InlineData(128, 1)]
    public void A_sheet_of_one_colour_is_judged_by_its_light_and_has_nothing_to_be_told_by(byte level, double exposure)
    {
        var plane = Enumerable.Repeat(level, 100 * 80).ToArray();

        var report = StillChecker.Check(new StillImage(100, 80, plane, plane, plane), [new PictureHash(0)]);

        report.Hash.ShouldBeNull();
        Check(report, "exposure").Score.ShouldBe(exposure);
        Check(report, "contrast").Score.ShouldBe(0);
        Check(report, "sharpness").Reason.ShouldNotBeNull().ShouldContain("flat");
        Check(report, "duplicate").Abstained.ShouldBeTrue();
        report.Score.ShouldNotBeNull().ShouldBeLessThan(0.65);
    }

    [Fact]
    public void A_picture_that_is_too_small_is_not_judged()
    {
        var plane = new byte[63 * 200];

        var report = StillChecker.Check(new StillImage(63, 200, plane, plane, plane), []);

        report.Score.ShouldBeNull();
        report.Checks.Select(check => check.Name).ShouldBe(StillWeights.ByCheck.Keys);
        report.Checks.ShouldAllBe(check => check.Abstained && check.Reason!.Contains("63 x 200"));
    }

    [Fact]
    public void The_failed_checks_are_named_worst_first()
    {
        var report = PaintedStill.Of(100, WidthPx, HeightPx).Mapped(level => level * 0.07).Check();

        report.FailedBelow(0.65)[0].ShouldBeOneOf("exposure", "contrast");
        report.FailedBelow(0.65).ShouldContain("exposure");
        report.FailedBelow(0).ShouldBeEmpty();
    }

    [Fact]
    public void Weights_add_up_to_one() => StillWeights.ByCheck.Values.Sum().ShouldBe(1, 1e-12);

    [Fact]
    public void A_hash_is_read_as_it_was_written()
    {
        PictureHash.Parse(new PictureHash(0xfedc_ba98_0000_0001).ToString()).Bits.ShouldBe(0xfedc_ba98_0000_0001);
        Should.Throw<FormatException>(() => PictureHash.Parse("12")).Message.ShouldContain("16 hexadecimal digits");
    }

    /// <summary>The share of a normal distribution below z.</summary>
    private static double NormalShare(double z) => z < 0 ? NormalDistribution.TwoSidedP(z) / 2 : 1 - (NormalDistribution.TwoSidedP(z) / 2);

    private static StillImage Grey(Func<int, double> levelOfColumn)
    {
        var plane = new byte[400 * 100];
        for (var at = 0; at < plane.Length; at++) plane[at] = (byte)Math.Round(levelOfColumn(at % 400));
        return new StillImage(400, 100, plane, plane, plane);
    }

    /// <summary>30 levels over 400 columns; only rows have steps, and columns are half of all that is smooth.</summary>
    private static StillReport Slope(Func<double, double> map) => StillChecker.Check(Grey(x => map(100 + (0.075 * x))), []);

    private static PictureHash HashOf(PaintedStill still) => PictureHash.Of(still.Take())!.Value;

    private static double Measure(PaintedStill still, string check, string measure) => Measure(still.Check(), check, measure);

    private static double Measure(StillReport report, string check, string measure) => Check(report, check).Measures[measure];

    private static StillCheck Check(StillReport report, string name) => report.Checks.Single(check => check.Name == name);
}

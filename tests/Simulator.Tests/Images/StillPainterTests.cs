using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Tests.Images;

public sealed class StillPainterTests
{
    [Theory]
    [InlineData("1:1", 512, 512)]
    [InlineData("16:9", 512, 288)]
    [InlineData("9:16", 288, 512)]
    [InlineData("auto", 512, 512)]
    public async Task A_picture_has_the_shape_that_was_ordered_and_another_reader_sees_the_same(string aspectRatio, int width, int height)
    {
        var file = StillPainter.PaintPng(new StillOrder("a boat", aspectRatio, 4));
        var own = PictureReader.TryRead(file)!;
        (own.Width, own.Height).ShouldBe((width, height));
        (await Ffmpeg.DecodeRgbAsync(file)).ShouldBe(own.Rgb);
    }

    [Fact]
    public void The_same_order_gives_the_same_picture_and_another_seed_or_prompt_another()
    {
        var order = new StillOrder("a boat", "16:9", 4);
        StillPainter.PaintPng(order).ShouldBe(StillPainter.PaintPng(order));
        StillPainter.PaintPng(order with { Seed = 5 }).ShouldNotBe(StillPainter.PaintPng(order));
        StillPainter.PaintPng(order with { Prompt = "a train" }).ShouldNotBe(StillPainter.PaintPng(order));
    }

    [Fact]
    public void A_jpeg_shows_nearly_the_same()
    {
        var order = new StillOrder("a boat", "16:9", 4);
        var jpeg = StillPainter.PaintJpeg(order);
        jpeg.AsSpan(0, 3).SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]).ShouldBeTrue();
        var (seen, painted) = (PictureReader.TryRead(jpeg)!, PictureReader.TryRead(StillPainter.PaintPng(order))!);
        seen.Rgb.Length.ShouldBe(painted.Rgb.Length);
        seen.Rgb.Zip(painted.Rgb, (one, other) => Math.Abs(one - other)).Average().ShouldBeLessThan(6);
    }

    [Theory]
    [InlineData("sharpness")]
    [InlineData("exposure")]
    [InlineData("contrast")]
    [InlineData("noise")]
    [InlineData("composition")]
    [InlineData("colour")]
    [InlineData("prompt match")]
    public void Each_flaw_is_measured_as_what_it_is(string name)
    {
        var aspect = Aspect.All.Single(one => one.Name == name);
        var marks = Enumerable.Range(0, 3).Select(step => Mean(aspect, step / 2.0)).ToArray();
        marks[0][aspect].ShouldBeGreaterThan(0.85);
        marks[1][aspect].ShouldBeLessThan(marks[0][aspect] - 0.1);
        marks[2][aspect].ShouldBeLessThan(0.5);

        // The other marks hardly move with it.
        foreach (var other in Aspect.All.Where(other => other != aspect)) marks[1][other].ShouldBe(marks[0][other], 0.15, $"{name} moved {other.Name}");
    }

    [Fact]
    public void Words_help_less_each_time()
    {
        double[] strengths = [Strength("a boat"), Strength("a boat, in sharp focus"), Strength("a boat, in sharp focus, crisp edges")];
        (strengths[0] - strengths[1]).ShouldBeGreaterThan(2 * (strengths[1] - strengths[2]));
        strengths[2].ShouldBeLessThan(strengths[1]);
        strengths[2].ShouldBeGreaterThan(0);

        static double Strength(string prompt) => Enumerable.Range(0, 200).Average(seed => StillFlaws.Of(prompt, Draw.FromSeed(seed).State).Of(Aspect.Sharpness));
    }

    private static Dictionary<Aspect, double> Mean(Aspect flaw, double strength)
    {
        var marks = Enumerable.Range(0, 8).Select(seed =>
        {
            var order = new StillOrder($"a wooden boat near village {seed}", "16:9", Draw.FromSeed(seed).State);
            return PictureMarks.Of(PictureMeasures.Of(StillPainter.Paint(order, StillFlaws.Only((flaw, strength)))), order.Prompt);
        }).ToArray();
        return Aspect.All.ToDictionary(aspect => aspect, aspect => marks.Average(mark => mark.Of(aspect)));
    }
}

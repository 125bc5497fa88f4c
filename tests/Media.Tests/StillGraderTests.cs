using FunctionsPipeline.Media.Tests.Rendering;

namespace FunctionsPipeline.Media.Tests;

public sealed class StillGraderTests(RenderFolder folder) : IClassFixture<RenderFolder>
{
    private const int Side = 240;

    [Theory]
    [InlineData(Grade.Neutral, "graded.png")]
    [InlineData(Grade.Warm, "graded.jpg")]
    [InlineData(Grade.Cinematic, "graded.png")]
    public async Task A_grade_keeps_the_size_and_makes_the_same_bytes_twice(Grade grade, string name)
    {
        await GradeAsync(await GreyAsync(), grade, name);
        var hash = folder.Hash(name);
        await GradeAsync(await GreyAsync(), grade, name);

        folder.Hash(name).ShouldBe(hash);
        var image = await new StillDecoder(folder.Tool, new StillLimits(), TimeProvider.System).DecodeAsync(folder.File(name), CancellationToken.None);
        (image.WidthPx, image.HeightPx).ShouldBe((Side, Side));
    }

    [Fact]
    public async Task Neutral_leaves_colours_alone()
    {
        var frame = await GradeAsync(await GreyAsync(), Grade.Neutral, "neutral.png");

        var (red, green, blue) = frame.Mean();
        foreach (var level in new[] { red, green, blue }) level.ShouldBe(128, 4);
    }

    [Fact]
    public async Task Warm_has_more_red_than_blue()
    {
        var (red, green, blue) = (await GradeAsync(await GreyAsync(), Grade.Warm, "warm.png")).Mean();

        red.ShouldBeGreaterThan(green + 3);
        green.ShouldBeGreaterThan(blue + 3);
    }

    [Fact]
    public async Task Cinematic_darkens_corners_cools_shadows_and_warms_lights()
    {
        var dark = await folder.PictureAsync("dark.png", $"color=0x303030:size={Side}x{Side}");
        var bright = await folder.PictureAsync("bright.png", $"color=0xd0d0d0:size={Side}x{Side}");

        var grey = await GradeAsync(await GreyAsync(), Grade.Cinematic, "cinematic.png");
        var shadows = (await GradeAsync(dark, Grade.Cinematic, "shadows.png")).Mean(0.3, 0.3, 0.7, 0.7);
        var lights = (await GradeAsync(bright, Grade.Cinematic, "lights.png")).Mean(0.3, 0.3, 0.7, 0.7);

        grey.Mean(0, 0, 0.1, 0.1).Green.ShouldBeLessThan(grey.Mean(0.4, 0.4, 0.6, 0.6).Green - 15);
        shadows.Blue.ShouldBeGreaterThan(shadows.Red + 5);
        lights.Red.ShouldBeGreaterThan(lights.Blue + 5);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_and_leaves_nothing()
    {
        var text = folder.File("text.png");
        await File.WriteAllTextAsync(text, "{\"error\":\"quota\"}");

        var exception = await Should.ThrowAsync<MediaException>(() => GradeAsync(text, Grade.Warm, "refused.png"));

        exception.Code.ShouldBe(MediaErrorCodes.FormatRefused);
        Directory.EnumerateFiles(folder.File("."), "refused*").ShouldBeEmpty();
    }

    private Task<string> GreyAsync() => folder.PictureAsync("grey.png", $"color=0x808080:size={Side}x{Side}");

    private async Task<RenderedFrame> GradeAsync(string path, Grade grade, string name)
    {
        await new StillGrader(folder.Tool, new StillLimits(), TimeProvider.System).GradeAsync(path, grade, folder.File(name), CancellationToken.None);
        return await RenderedFrame.OfPictureAsync(folder.Clips, folder.File(name), Side, Side);
    }
}

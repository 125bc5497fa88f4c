using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class ChromaticAberrationDetectorTests
{
    [Theory]
    [InlineData(1.5)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task Red_and_blue_that_are_displaced_over_the_picture_are_found(double shiftPx)
    {
        var result = await DetectAsync((frame, x, y) => new Colour(
            Picture(x - shiftPx + frame, y).Red, Picture(x + frame, y).Green, Picture(x + shiftPx + frame, y).Blue));

        result.Detected.ShouldBeTrue();
        result.Findings.ShouldHaveSingleItem().Box.ShouldBeNull();
    }

    [Fact]
    public async Task Colours_that_part_towards_the_border_are_found()
    {
        var result = await DetectAsync((_, x, y) => new Colour(
            Picture(x + 0.03 * (x - 96), y + 0.03 * (y - 64)).Red, Picture(x, y).Green, Picture(x - 0.03 * (x - 96), y - 0.03 * (y - 64)).Blue));

        result.Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task Chroma_that_parts_from_brightness_is_found()
    {
        var result = await DetectAsync((_, x, y) => Mix(Coloured(x, y).Luma, Coloured(x - 4, y).ChromaBlue, Coloured(x + 4, y).ChromaRed));

        result.Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task Colours_that_have_nothing_in_common_are_no_aberration()
    {
        var result = await DetectAsync((_, x, y) => new Colour(Grain(x / 5, y / 5), Grain(x / 5 + 500, y / 5), Grain(x / 5, y / 5 + 500)));

        result.Detected.ShouldBeFalse();
    }

    [Theory]
    [InlineData(96, 64, 160, 128)]
    [InlineData(140, 90, 64, 64)]
    public async Task A_displaced_part_is_found_where_it_is(int left, int top, int width, int height)
    {
        var scene = new Scene(24, (_, x, y) =>
        {
            var shift = x >= left && x < left + width && y >= top && y < top + height ? 3 : 0;
            return new Colour(Picture(x - shift, y).Red, Picture(x, y).Green, Picture(x + shift, y).Blue);
        }, 384, 256);
        var result = await scene.DetectAsync(new ChromaticAberrationDetector());

        var box = result.Findings.ShouldHaveSingleItem().Box.ShouldNotBeNull();
        var across = Math.Min(box.X + box.Width, left + width) - Math.Max(box.X, left);
        var down = Math.Min(box.Y + box.Height, top + height) - Math.Max(box.Y, top);
        var common = (double)across * down;
        (common / (width * height + box.Width * box.Height - common)).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task Greater_displacements_score_higher()
    {
        var scores = new List<double>();
        foreach (var shift in new[] { 0, 0.5, 1, 2, 4 })
        {
            scores.Add((await DetectAsync((_, x, y) => new Colour(Picture(x - shift, y).Red, Picture(x, y).Green, Picture(x, y).Blue))).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBeLessThan(0.4);
    }

    [Fact]
    public async Task Coloured_edges_are_no_aberration()
    {
        // Patches of red, green, blue and grey, and colours that change apart from each other.
        var result = await DetectAsync((_, x, y) => (((int)(x / 13) + (int)(y / 11)) % 4) switch
        {
            0 => new Colour(200, 40, 50),
            1 => new Colour(40, 180, 60),
            2 => new Colour(40, 60, 200),
            _ => new Colour(190, 190, 190),
        });

        result.Detected.ShouldBeFalse();
    }

    [Fact]
    public async Task Chroma_sampled_at_the_left_is_no_aberration()
    {
        // Luma half a pixel to the right against chroma is how many files are written.
        var result = await DetectAsync((_, x, y) =>
        {
            var chroma = Picture(x - 0.5, y);
            return Mix(Picture(x, y).Luma, chroma.ChromaBlue, chroma.ChromaRed);
        });

        result.Detected.ShouldBeFalse();
    }

    [Fact]
    public async Task It_abstains_without_colour_and_without_edges()
    {
        (await new Scene(24, (_, x, y) => Texture(x, y)).DetectAsync(new ChromaticAberrationDetector())).Abstained.ShouldBeTrue();
        (await DetectAsync((_, _, _) => new Colour(90, 100, 110))).Abstained.ShouldBeTrue();
    }

    /// <summary>Textures of three colours behind stripes of grey. They do not repeat: nobody can tell how far what repeats is displaced.</summary>
    private static Colour Picture(double x, double y)
    {
        var texture = Grain(x / 5, y / 5);
        return (x + 400) % 40 < 20 ? new Colour(texture, texture, texture) : new Colour(texture, 0.7 * texture + 20, 0.4 * texture + 60);
    }

    /// <summary>Green against pink, the colour as strong as the brightness.</summary>
    private static Colour Coloured(double x, double y)
    {
        var texture = Grain(x / 5, y / 5);
        return new Colour(120, texture, 150 - texture / 2);
    }

    private static Colour Mix(double luma, double chromaBlue, double chromaRed) => new(
        luma + 1.402 * (chromaRed - 128), luma - 0.344 * (chromaBlue - 128) - 0.714 * (chromaRed - 128), luma + 1.772 * (chromaBlue - 128));

    /// <summary>Chance values 40 to 200 at whole places, and what lies between them.</summary>
    private static double Grain(double x, double y)
    {
        var (left, top) = (Math.Floor(x), Math.Floor(y));
        var (across, down) = (x - left, y - top);
        return (1 - down) * ((1 - across) * At(0, 0) + across * At(1, 0)) + down * ((1 - across) * At(0, 1) + across * At(1, 1));

        double At(int right, int below)
        {
            var wave = Math.Sin((left + right) * 12.9898 + (top + below) * 78.233) * 43758.5453;
            return 40 + 160 * (wave - Math.Floor(wave));
        }
    }

    private static Task<DetectorResult> DetectAsync(Func<int, double, double, Colour> colour) =>
        new Scene(24, colour, 192, 128).DetectAsync(new ChromaticAberrationDetector());
}

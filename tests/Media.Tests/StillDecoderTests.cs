using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media.Tests;

public sealed class StillDecoderTests(ClipFolder folder) : IClassFixture<ClipFolder>
{
    /// <summary>An odd height needs a format whose colours are not halved.</summary>
    private const string Colour = "color=0xc86432:size=98x75:duration=1:rate=1,format=rgb24";

    [Theory]
    [InlineData("exact.png", 0)]
    [InlineData("near.jpg", 6)]
    [InlineData("near.webp", 6)]
    public async Task A_picture_comes_with_its_colours_and_its_size(string name, int tolerance)
    {
        var image = await Decoder().DecodeAsync(await PictureAsync(name, Colour), CancellationToken.None);

        (image.WidthPx, image.HeightPx).ShouldBe((98, 75));
        foreach (var (plane, level) in new[] { (image.Red.Row(40)[50], 0xc8), (image.Green.Row(40)[50], 0x64), (image.Blue.Row(40)[50], 0x32) })
        {
            ((double)plane).ShouldBe(level, tolerance + 0.5);
        }
    }

    [Fact]
    public async Task The_name_does_not_tell_the_format()
    {
        var file = await PictureAsync("picture.png", Colour);
        File.Move(file, folder.File("picture-%03d.mp4"));

        (await Decoder().DecodeAsync(folder.File("picture-%03d.mp4"), CancellationToken.None)).WidthPx.ShouldBe(98);
    }

    [Fact]
    public async Task A_large_picture_is_scaled_down()
    {
        var file = await PictureAsync("large.png", "testsrc2=size=640x360:duration=1:rate=1");

        var image = await Decoder(new StillLimits { LongSideMaxPx = 160 }).DecodeAsync(file, CancellationToken.None);

        (image.WidthPx, image.HeightPx).ShouldBe((160, 90));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_whatever_its_name()
    {
        var page = folder.File("page.png");
        await File.WriteAllTextAsync(page, "{\"error\": \"insufficient balance\"}");
        var clip = await folder.MakeAsync("clip.mp4");
        var list = folder.File("list.jpg");
        await File.WriteAllTextAsync(list, "#EXTM3U\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n");

        foreach (var file in new[] { page, clip, list })
        {
            var exception = await FailAsync(file);
            exception.Code.ShouldBe(MediaErrorCodes.FormatRefused);
            exception.Message.ShouldContain("none of PNG, JPEG and WebP");
        }
    }

    [Theory]
    [InlineData("cut.png")]
    [InlineData("cut.jpg")]
    [InlineData("cut.webp")]
    public async Task A_picture_that_is_cut_off_is_refused(string name)
    {
        var file = await PictureAsync(name, "testsrc2=size=320x240:duration=1:rate=1");
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)]);

        (await FailAsync(file)).Code.ShouldBe(MediaErrorCodes.Undecodable);
    }

    [Fact]
    public async Task Missing_empty_and_too_large_files_are_told_apart()
    {
        var empty = folder.File("empty.png");
        await File.WriteAllBytesAsync(empty, []);
        var file = await PictureAsync("limits.png", Colour);

        (await FailAsync(folder.File("nothing.png"))).Code.ShouldBe(MediaErrorCodes.FileMissing);
        (await FailAsync(empty)).Code.ShouldBe(MediaErrorCodes.FileEmpty);
        (await FailAsync(file, new StillLimits { FileBytesMax = 50 })).Code.ShouldBe(MediaErrorCodes.FileTooLarge);
        (await FailAsync(file, new StillLimits { PixelsMax = (98 * 75) - 1 })).Code.ShouldBe(MediaErrorCodes.TooManyPixels);
    }

    [Fact]
    public async Task A_cancelled_wait_is_no_fault_of_the_picture()
    {
        var file = await PictureAsync("cancelled.png", Colour);

        await Should.ThrowAsync<OperationCanceledException>(() => Decoder().DecodeAsync(file, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_decoder_without_time_gives_up_and_may_be_tried_again()
    {
        var file = await PictureAsync("slow.png", Colour);

        var exception = await FailAsync(file, new StillLimits { Timeout = TimeSpan.Zero });

        (exception.Code, exception.IsRetryable).ShouldBe((MediaErrorCodes.DecodeTimeout, true));
    }

    [FootageTheory]
    [InlineData("car-detection.mp4")]
    [InlineData("gesture-book.mkv")]
    [InlineData("gesture-walk.mkv")]
    public async Task Real_footage_passes_its_checks_and_is_worse_when_blurred(string name)
    {
        var sharp = await CheckAsync(name, "null");
        var blurred = await CheckAsync(name, "gblur=sigma=4");

        sharp.Score.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(0.65, string.Join(", ", sharp.Checks));
        blurred.Checks[0].Score!.Value.ShouldBeLessThan(sharp.Checks[0].Score!.Value);
        sharp.Hash!.Value.DistanceTo(blurred.Hash!.Value).ShouldBeLessThanOrEqualTo(DuplicateCheck.SameBitsMax);
    }

    private async Task<StillReport> CheckAsync(string name, string filter)
    {
        var file = await folder.RunAsync($"{name}-{filter.Length}.png", "-ss", "2", "-i", FootageTheoryAttribute.Path(name), "-frames:v", "1", "-vf", filter);
        return StillChecker.Check(await Decoder().DecodeAsync(file, CancellationToken.None), []);
    }

    private StillDecoder Decoder(StillLimits? limits = null) => new(folder.Tool, limits ?? new StillLimits(), TimeProvider.System);

    private Task<MediaException> FailAsync(string file, StillLimits? limits = null) =>
        Should.ThrowAsync<MediaException>(() => Decoder(limits).DecodeAsync(file, CancellationToken.None));

    private Task<string> PictureAsync(string name, string source) => folder.RunAsync(name, "-f", "lavfi", "-i", source, "-frames:v", "1");
}

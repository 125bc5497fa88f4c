using System.Buffers.Binary;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Downloads;

public sealed class MediaProbeTests
{
    public static TheoryData<string, byte[], string> Mp4Files => new()
    {
        { "whole", Mp4.File(1000), "fine" },
        { "movie at the end", [.. Mp4.FileType, .. Mp4.Box("mdat", new byte[10]), .. Mp4.Movie], "fine" },
        { "other boxes between", [.. Mp4.FileType, .. Mp4.Box("free"), .. Mp4.Movie, .. Mp4.Box("uuid", new byte[16]), .. Mp4.Box("mdat", new byte[10])], "fine" },
        { "media to the end of the file", [.. Mp4.FileType, .. Mp4.Movie, 0, 0, 0, 0, .. "mdat"u8, 1, 2, 3], "fine" },
        { "media with a long size", [.. Mp4.FileType, .. Mp4.Movie, .. LongBox(20, 20)], "fine" },
        { "empty", [], "download_truncated" },
        { "cut in the media", Mp4.File(1000)[..^1], "download_truncated" },
        { "cut in a header", [.. Mp4.File(1000), 0, 0, 0], "download_truncated" },
        { "cut between boxes", [.. Mp4.FileType, .. Mp4.Box("mdat", new byte[10])], "download_truncated" },
        { "no media", [.. Mp4.FileType, .. Mp4.Movie], "download_truncated" },
        { "long size beyond the file", [.. Mp4.FileType, .. Mp4.Movie, .. LongBox(21, 20)], "download_truncated" },
        { "html", [.. "<!doctype html><html></html>"u8], "download_wrong_type" },
        { "a png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0], "download_wrong_type" },
        { "a webm", [0x1A, 0x45, 0xDF, 0xA3, .. new byte[20]], "download_wrong_type" },
        { "three bytes", [1, 2, 3], "download_corrupt" },
        { "garbled at the start", [.. Mp4.File(1000).Select(letter => (byte)(letter ^ 0xA5))], "download_corrupt" },
        { "zeros after the boxes", [.. Mp4.File(1000), .. new byte[64]], "download_corrupt" },
        { "size smaller than a header", [.. Mp4.FileType, 0, 0, 0, 4, .. "moov"u8, .. new byte[20]], "download_corrupt" },
        { "long size with the sign bit", [.. Mp4.FileType, .. Mp4.Movie, .. LongBox(-1, 20)], "download_corrupt" },
        { "movie without a track", [.. Mp4.FileType, .. Mp4.Box("moov", Mp4.Box("mvhd")), .. Mp4.Box("mdat", new byte[10])], "download_corrupt" },
        { "movie with garbage", [.. Mp4.FileType, .. Mp4.Box("moov", new byte[50]), .. Mp4.Box("mdat", new byte[10])], "download_corrupt" },
        { "track longer than the movie", [.. Mp4.FileType, .. Mp4.Box("moov", Mp4.Head(500)), .. Mp4.Box("mdat", new byte[10])], "download_corrupt" },
    };

    public static TheoryData<string, byte[], string> ImageFiles => new()
    {
        { "jpeg", [0xFF, 0xD8, .. new byte[50], 0xFF, 0xD9], "fine" },
        { "jpeg without an end", [0xFF, 0xD8, .. new byte[50]], "download_truncated" },
        { "webp", [.. "RIFF"u8, 32, 0, 0, 0, .. "WEBP"u8, .. new byte[28]], "fine" },
        { "webp cut", [.. "RIFF"u8, 99, 0, 0, 0, .. "WEBP"u8, .. new byte[28]], "download_truncated" },
        { "text", [.. "this is not an image, whatever it says"u8], "download_wrong_type" },
        { "empty", [], "download_truncated" },
    };

    [Theory]
    [MemberData(nameof(Mp4Files))]
    public async Task An_mp4_is_judged_by_its_boxes(string name, byte[] file, string verdict)
    {
        (await ProbeAsync(MediaContent.Mp4, file)).ShouldBe(verdict, name);
    }

    [Theory]
    [MemberData(nameof(ImageFiles))]
    public async Task An_image_is_judged_by_its_ends(string name, byte[] file, string verdict)
    {
        (await ProbeAsync(MediaContent.Image, file)).ShouldBe(verdict, name);
    }

    [Fact]
    public async Task A_file_of_random_bytes_never_passes_and_never_throws()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var garbage = new byte[random.Next(1, 400)];
            random.NextBytes(garbage);

            (await ProbeAsync(MediaContent.Mp4, [.. Mp4.FileType, .. garbage])).ShouldNotBe("fine", $"seed {seed}");
        }
    }

    private static async Task<string> ProbeAsync(MediaContent content, byte[] file)
    {
        using var stream = new MemoryStream(file);
        return (await MediaProbe.RunAsync(content, stream, CancellationToken.None)).Fault?.ToText() ?? "fine";
    }

    private static byte[] LongBox(long size, int length)
    {
        var box = new byte[length];
        BinaryPrimitives.WriteUInt32BigEndian(box, 1);
        "mdat"u8.CopyTo(box.AsSpan(4));
        BinaryPrimitives.WriteInt64BigEndian(box.AsSpan(8), size);
        return box;
    }
}

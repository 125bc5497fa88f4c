using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media.Tests;

/// <summary>A clip decoded to its end.</summary>
public sealed record DecodedClip(VideoFormat Format, IReadOnlyList<byte[]> Frames, IReadOnlyList<double> Seconds, string? Warning)
{
    public static async Task<DecodedClip> ReadAsync(FfmpegTool tool, string path, DecodeLimits? limits = null)
    {
        await using var source = await FfmpegFrameSource.OpenAsync(tool, path, limits ?? new DecodeLimits(), TimeProvider.System, CancellationToken.None);
        var frame = new VideoFrame(source.Format);
        var frames = new List<byte[]>();
        var seconds = new List<double>();
        while (await source.ReadAsync(frame, CancellationToken.None))
        {
            frame.Index.ShouldBe(frames.Count);
            frames.Add(frame.Pixels.ToArray());
            seconds.Add(frame.TimestampSeconds);
        }

        return new DecodedClip(source.Format, frames, seconds, source.Warning);
    }

    /// <summary>Decodes and expects it to fail.</summary>
    public static async Task<MediaException> FailAsync(FfmpegTool tool, string path, DecodeLimits? limits = null) =>
        await Should.ThrowAsync<MediaException>(() => ReadAsync(tool, path, limits));
}

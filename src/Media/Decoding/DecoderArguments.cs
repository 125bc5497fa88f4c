using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>ffmpeg's arguments for decoding one file to YUV4MPEG2 on standard output, with frame times on standard error.</summary>
internal static class DecoderArguments
{
    /// <summary>What the printing filter writes behind each frame's line.</summary>
    public const string FrameMark = "fp=1";

    /// <summary>
    /// Containers that hold their media themselves. Play lists and the like (hls, dash, concat) are left out: they make ffmpeg read
    /// other files.
    /// </summary>
    private const string Containers =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,gif,apng,png_pipe,jpeg_pipe,webp_pipe,"
        + "h264,hevc,av1,obu,ivf,m4v,mjpeg,mxf,nut,yuv4mpegpipe,mp3,wav,w64,flac,aac";

    public static IReadOnlyList<string> For(string fullPath, DecodeLimits limits) =>
    [
        .. Input(fullPath, limits),
        "-map", "0:v:0",
        "-filter_threads", "1",
        "-vf", Filters(limits),
        // Every frame once, whatever its time: frames made up or dropped to keep a rate would look like defects.
        "-fps_mode", "passthrough",
        "-f", "yuv4mpegpipe", "-strict", "-1",
        "pipe:1",
    ];

    /// <summary>An input with what belongs before it: nothing is asked, and no file leads to another file, to the network or out of memory.</summary>
    /// <param name="fullPath">The file, which is there.</param>
    /// <param name="limits">How far it is decoded.</param>
    /// <param name="atSeconds">What lies before is passed over; from the start where it is 0.</param>
    public static IReadOnlyList<string> Input(string fullPath, DecodeLimits limits, double atSeconds = 0) =>
    [
        "-nostdin", "-hide_banner", "-v", "error",
        "-protocol_whitelist", "file,pipe",
        "-format_whitelist", Containers,
        "-max_pixels", Text(limits.FramePixelsMax),
        "-threads", Text(limits.Threads),
        .. PictureFile.FormatOf(fullPath) is { } format ? ["-f", format] : Array.Empty<string>(),
        .. atSeconds > 0 ? ["-ss", atSeconds.ToString("0.######", CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        // The protocol keeps names that begin with '-' or look like an address from being taken for something else.
        "-i", "file:" + fullPath,
    ];

    private static string Filters(DecodeLimits limits)
    {
        var filters = new List<string>
        {
            // Times in microseconds. A frame is only printed with a mark of its own.
            "settb=AVTB",
            "metadata=mode=add:key=fp:value=1",
            @"metadata=mode=print:key=fp:file=pipe\\:2:direct=1",
        };
        if (limits.LongSideMaxPx is { } side)
        {
            filters.Add($"scale=w='min(iw,{Text(side)})':h='min(ih,{Text(side)})':force_original_aspect_ratio=decrease:flags=area");
        }

        // Full-range video stays as it is: a changed range would be a changed picture.
        filters.Add("format=yuv420p|yuvj420p");
        if (!limits.HasChroma) filters.Add("extractplanes=y");
        return string.Join(',', filters);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using FunctionsPipeline.Simulator.Calls;

namespace FunctionsPipeline.Simulator.Downloads;

/// <summary>
/// Links into this simulator. A link names the request and the form of the file, nothing else: it must not tell how the file will behave.
/// </summary>
internal static class FileLinks
{
    /// <summary>Where a request came in, for example <c>http://127.0.0.1:9090</c>.</summary>
    public static string Root(HttpContext context) => $"http://127.0.0.1:{context.Connection.LocalPort}";

    /// <summary>Link to the video of a call.</summary>
    public static string VideoUrl(HttpContext context, Call call) => $"{Root(context)}/files/{call.Facts.Provider}/{call.Facts.RequestId}.mp4";

    /// <summary>Link to an image of a call.</summary>
    /// <param name="context">The request that is answered with it.</param>
    /// <param name="call">The call.</param>
    /// <param name="index">Number of the image, from 0.</param>
    public static string ImageUrl(HttpContext context, Call call, int index) =>
        $"{Root(context)}/files/{call.Facts.Provider}/{ImageName(call.Facts, index)}";

    /// <summary>Name of an image's file.</summary>
    public static string ImageName(CallFacts facts, int index) => $"{facts.RequestId}-{index}.{(facts.IsJpeg ? "jpg" : "png")}";
}

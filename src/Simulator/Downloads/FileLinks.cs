using FunctionsPipeline.Simulator.Calls;

namespace FunctionsPipeline.Simulator.Downloads;

/// <summary>
/// Addresses of this simulator. Known when it listens. A link names the request and the form of the file, nothing else: it must not tell
/// how the file will behave.
/// </summary>
internal sealed class FileLinks
{
    /// <summary>For example <c>http://127.0.0.1:9090</c>.</summary>
    public string Root { get; set; } = "";

    /// <summary>Link to the video of a call.</summary>
    public string VideoUrl(Call call) => $"{Root}/files/{call.Facts.Provider}/{call.Facts.RequestId}.mp4";

    /// <summary>Link to an image of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">Number of the image, from 0.</param>
    public string ImageUrl(Call call, int index) => $"{Root}/files/{call.Facts.Provider}/{call.Facts.RequestId}-{index}.png";
}

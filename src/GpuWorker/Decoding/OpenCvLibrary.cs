using OpenCvSharp;

namespace FunctionsPipeline.GpuWorker.Decoding;

/// <summary>OpenCV's native library, which needs libraries of the system's that a small machine may lack.</summary>
public static class OpenCvLibrary
{
    private static readonly Lazy<string?> Missing = new(Load);

    /// <summary>Why it cannot be used; null when it can.</summary>
    public static string? MissingReason => Missing.Value;

    private static string? Load()
    {
        try
        {
            Cv2.GetVersionString();
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException or OpenCvSharpException)
        {
            var cause = (exception.InnerException ?? exception).Message.Split('\n')[0];
            return $"OpenCV's library cannot be loaded ({cause}). Install GTK 3 (Debian, Ubuntu: libgtk-3-0) or set FP_DECODER=ffmpeg.";
        }
    }
}

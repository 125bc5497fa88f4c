namespace FunctionsPipeline.Media;

/// <summary>Turns ffmpeg's words, when no frame came out of a file, into an error with a code.</summary>
internal static class DecoderErrors
{
    public static MediaException From(string said, string name, DecodeLimits limits)
    {
        bool Says(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);

        // The second is said of sizes that ffmpeg itself can hold no picture of, before it looks at the limit.
        if (Says("exceeds specified max pixel count") || (Says("Picture size") && Says("is invalid"))) return TooManyPixels(name, limits);
        if (Says("not on whitelist"))
        {
            return new MediaException(
                MediaErrorCodes.FormatRefused,
                $"'{name}' is of a format that is not decoded here. ffmpeg: {said}",
                "Convert it to mp4, webm, mkv, mov or avi.");
        }

        if (Says("matches no streams"))
        {
            return new MediaException(MediaErrorCodes.NoVideo, $"'{name}' has no video in it.", "Give a file with a video stream.");
        }

        return new MediaException(
            MediaErrorCodes.Undecodable,
            said.Length == 0 ? $"'{name}' has no frame that can be decoded." : $"'{name}' cannot be decoded. ffmpeg: {said}",
            "Download or make the file again.");
    }

    public static MediaException TooManyPixels(string name, DecodeLimits limits) => new(
        MediaErrorCodes.TooManyPixels,
        $"'{name}' has frames of more than {limits.FramePixelsMax:N0} pixels.",
        "Scale it down, or raise the limit.");
}

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>What the bytes of a finished download turned out to be.</summary>
/// <param name="Fault">Null when the file is whole and of the wanted kind.</param>
/// <param name="Reason">Why not; empty when it is.</param>
internal readonly record struct MediaProbe(ProviderErrorCode? Fault, string Reason)
{
    public static MediaProbe Fine => new(null, "");

    public static MediaProbe Truncated(string reason) => new(ProviderErrorCode.DownloadTruncated, reason);

    public static MediaProbe Corrupt(string reason) => new(ProviderErrorCode.DownloadCorrupt, reason);

    public static MediaProbe WrongType(string reason) => new(ProviderErrorCode.DownloadWrongType, reason);

    /// <summary>Looks at a seekable file from its start. Reads headers only, so the time does not grow with the length.</summary>
    public static Task<MediaProbe> RunAsync(MediaContent content, Stream file, CancellationToken cancellationToken) =>
        content == MediaContent.Mp4 ? Mp4Probe.RunAsync(file, cancellationToken) : ImageProbe.RunAsync(file, cancellationToken);
}

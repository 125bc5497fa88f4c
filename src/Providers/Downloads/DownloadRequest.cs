namespace FunctionsPipeline.Providers.Downloads;

/// <summary>A file to fetch.</summary>
/// <param name="Provider">Id of the provider that gave the link, for messages.</param>
/// <param name="Url">The link. It may be signed, so it never shows up in messages, logs or files.</param>
/// <param name="TargetPath">Where the finished file goes; replaced when it is there. Its folder is made when missing.</param>
public sealed record DownloadRequest(string Provider, Uri Url, string TargetPath)
{
    /// <summary>What the file must be.</summary>
    public MediaContent Content { get; init; } = MediaContent.Mp4;

    /// <summary>
    /// Allows plain http and loopback, private and link-local addresses: right only when the provider itself is there
    /// (<see cref="IVideoGenerator.IsOnLoopback"/>).
    /// </summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Shows no link, because links can be signed.</summary>
    public override string ToString() => $"{Provider} {Content} from {Url.Host}";
}

/// <summary>Kinds of file that are told apart by their bytes, whatever the headers say.</summary>
public enum MediaContent
{
    /// <summary>ISO base media (mp4) with complete boxes.</summary>
    Mp4,

    /// <summary>A complete JPEG, PNG or WebP.</summary>
    Image,
}

/// <summary>A file that is whole and under its name.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="LengthBytes">Length.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of the content.</param>
/// <param name="Attempts">Requests it took, redirects not counted.</param>
public sealed record DownloadedFile(string Path, long LengthBytes, string Sha256, int Attempts);

/// <summary>How far a download is.</summary>
/// <param name="ReceivedBytes">Bytes on disk, resumed ones included.</param>
/// <param name="TotalBytes">Length of the file; null when the server does not say.</param>
/// <param name="BytesPerSecond">Mean rate since this download began or resumed; 0 while unknown.</param>
public sealed record DownloadProgress(long ReceivedBytes, long? TotalBytes, double BytesPerSecond);

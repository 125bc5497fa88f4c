namespace FunctionsPipeline.Providers.Downloads;

/// <summary>
/// What a person can do about a failed download. The generation is paid for, so a new download comes before a new generation.
/// </summary>
internal static class DownloadHints
{
    public static string For(ProviderErrorCode code) => code switch
    {
        ProviderErrorCode.LinkExpired => "Ask the provider for the status again, which gives a fresh link while it keeps the file.",
        ProviderErrorCode.DownloadTooLarge => "Raise the size cap if the file is meant to be that large.",
        ProviderErrorCode.DownloadRefused =>
            "The link leads where downloads may not go; if the provider is a local one, set its base URL to loopback.",
        ProviderErrorCode.DownloadNotWritten =>
            "Free space or permissions where the outputs go, then retry: the file is fetched again and not paid again.",
        ProviderErrorCode.DownloadCorrupt or ProviderErrorCode.DownloadWrongType or ProviderErrorCode.UnexpectedReply =>
            "The provider's storage keeps giving this; retry later: the file is fetched again and not paid again.",
        ProviderErrorCode.TlsFailure => "Check the machine's clock and its trusted certificates.",
        _ => "Resume to fetch it again; it is not paid again.",
    };
}

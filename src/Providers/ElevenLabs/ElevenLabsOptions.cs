using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.ElevenLabs;

/// <summary>Where ElevenLabs is and how it is used. A class, not a record: its text must never show the key.</summary>
/// <param name="apiKey">Key, from <c>ELEVENLABS_API_KEY</c>.</param>
public sealed class ElevenLabsOptions(string apiKey)
{
    /// <summary>Says whether the account keeps a history.</summary>
    public const string HistorySetting = "ELEVENLABS_HISTORY";

    /// <summary>What it is set up by besides its key and its address.</summary>
    public static IReadOnlyList<ProviderSetting> Settings { get; } =
    [
        new(HistorySetting, "Whether the account keeps a history, in which a lost sound is looked up: auto (an empty one proves nothing) or on. Default: auto.") { Simulated = "on" },
    ];

    /// <summary>Sent as a header only.</summary>
    public string ApiKey { get; } = apiKey;

    /// <summary>Base URL; accounts with data residency have one of their own. Plain http is for loopback.</summary>
    /// <value><c>https://api.elevenlabs.io</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://api.elevenlabs.io");

    /// <summary>Allows plain http to other hosts, which shows the key to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>Models, so that a new one needs no new program.</summary>
    /// <value><see cref="ElevenLabsModels.Speech"/>.</value>
    public IReadOnlyList<SpeechModel> Models { get; init; } = ElevenLabsModels.Speech;

    /// <summary>True when the account is known to keep a history, from <c>ELEVENLABS_HISTORY</c>; otherwise an empty one proves nothing.</summary>
    /// <value>False.</value>
    public bool IsKnownToKeepHistory { get; init; }

    /// <summary>Options of a host's access.</summary>
    /// <exception cref="ArgumentException">A setting has a value that it cannot have.</exception>
    internal static ElevenLabsOptions Of(ProviderAccess access, ProviderHttpOptions http) => new(access.Key)
    {
        BaseUrl = access.BaseUrl,
        Http = http,
        IsKnownToKeepHistory = access.Extra(HistorySetting) switch
        {
            null or "" or "auto" => false,
            "on" => true,
            var other => throw new ArgumentException($"{HistorySetting} is '{other}'; one of: auto, on.", nameof(access)),
        },
    };
}

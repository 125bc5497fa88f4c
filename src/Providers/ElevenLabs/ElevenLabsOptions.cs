using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.ElevenLabs;

/// <summary>Where ElevenLabs is and how it is used. A class, not a record: its text must never show the key.</summary>
/// <param name="apiKey">Key, from <c>ELEVENLABS_API_KEY</c>.</param>
public sealed class ElevenLabsOptions(string apiKey)
{
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
}

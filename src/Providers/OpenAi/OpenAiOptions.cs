using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>Where OpenAI is and how it is used. A class, not a record: its text must never show the key.</summary>
/// <param name="apiKey">Key, from <c>OPENAI_API_KEY</c>.</param>
public sealed class OpenAiOptions(string apiKey)
{
    /// <summary>Says whether OpenAI is asked to store the answers of language models.</summary>
    public const string StoreSetting = "OPENAI_STORE";

    /// <summary>What it is set up by besides its key and its address.</summary>
    public static IReadOnlyList<ProviderSetting> Settings { get; } =
    [
        new(StoreSetting, "Whether OpenAI keeps chat answers, so that a lost one is fetched and not paid again: auto, on (the account is known to keep them) or off. Default: auto.")
        {
            Simulated = "on",
        },
    ];

    /// <summary>Sent as a header only.</summary>
    public string ApiKey { get; } = apiKey;

    /// <summary>Base URL, with or without <c>/v1</c>. Plain http is for loopback.</summary>
    /// <value><c>https://api.openai.com/v1</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://api.openai.com/v1");

    /// <summary>Allows plain http to other hosts, which shows the key to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>Whether OpenAI is asked to store chat answers, from <c>OPENAI_STORE</c>. Off where nothing may lie there; a lost answer is unknown then.</summary>
    /// <value>True.</value>
    public bool StoresAnswers { get; init; } = true;

    /// <summary>
    /// True when the account is known to keep what it is asked to keep. False finds that out: an account whose list is empty may keep nothing, so
    /// that what it does not list may have been accepted.
    /// </summary>
    /// <value>False.</value>
    public bool IsKnownToStore { get; init; }

    /// <summary>Image models, so that a new one needs no new program.</summary>
    /// <value><see cref="OpenAiModels.Image"/>.</value>
    public IReadOnlyList<ImageModel> ImageModels { get; init; } = OpenAiModels.Image;

    /// <summary>Quality of images: <c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    /// <value><c>medium</c>.</value>
    /// <remarks>Not <c>auto</c>: a price twenty times apart would then be the provider's choice. Another one needs its price in the book.</remarks>
    public string ImageQuality { get; init; } = "medium";

    /// <summary>Options of a host's access.</summary>
    /// <exception cref="ArgumentException">A setting has a value that it cannot have.</exception>
    internal static OpenAiOptions Of(ProviderAccess access, ProviderHttpOptions http) => new(access.Key)
    {
        BaseUrl = access.BaseUrl,
        Http = http,
        StoresAnswers = access.Extra(StoreSetting) switch
        {
            null or "" or "auto" or "on" => true,
            "off" => false,
            var other => throw new ArgumentException($"{StoreSetting} is '{other}'; one of: auto, on, off.", nameof(access)),
        },
        IsKnownToStore = access.Extra(StoreSetting) == "on",
    };
}

/// <summary>Where a server of the OpenAI form is: Ollama, llama.cpp, vLLM, or a service that imitates OpenAI. Not a record: see the key.</summary>
/// <param name="apiKey">Key, from <c>OPENAI_COMPATIBLE_API_KEY</c>; empty for a server that wants none.</param>
public sealed class OpenAiCompatibleOptions(string apiKey = "")
{
    /// <summary>Sent as a header only, and only when there is one.</summary>
    public string ApiKey { get; } = apiKey;

    /// <summary>Base URL, with or without <c>/v1</c>. With a key, plain http is for loopback.</summary>
    /// <value><c>http://127.0.0.1:11434/v1</c>, which is Ollama's.</value>
    public Uri BaseUrl { get; init; } = new("http://127.0.0.1:11434/v1");

    /// <summary>Allows plain http to other hosts although there is a key, which shows the key to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>How a JSON answer is asked for.</summary>
    /// <value><see cref="JsonAnswerForm.Schema"/>.</value>
    public JsonAnswerForm JsonAnswer { get; init; }
}

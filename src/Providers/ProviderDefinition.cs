using FunctionsPipeline.Providers.ComfyUi;
using FunctionsPipeline.Providers.Did;
using FunctionsPipeline.Providers.ElevenLabs;
using FunctionsPipeline.Providers.Fal;
using FunctionsPipeline.Providers.Gemini;
using FunctionsPipeline.Providers.HeyGen;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.HuggingFace;
using FunctionsPipeline.Providers.OpenAi;
using FunctionsPipeline.Providers.X;
using FunctionsPipeline.Providers.Xai;
using FunctionsPipeline.Providers.YouTube;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers;

/// <summary>A provider that the program can talk to: where it is, and by which settings a host learns of its key.</summary>
/// <param name="Id">In specs, in the ledger and in messages.</param>
/// <param name="BaseUrl">Where it is unless a setting says otherwise.</param>
/// <param name="BaseUrlSetting">The environment variable that says otherwise.</param>
/// <param name="KeySettings">The environment variables that may hold its key; the first that is set counts.</param>
public sealed record ProviderDefinition(string Id, string BaseUrl, string BaseUrlSetting, IReadOnlyList<string> KeySettings)
{
    /// <summary>False for a server of one's own, which is used as soon as its address is set.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>What it is set up by besides its key and its address.</summary>
    public IReadOnlyList<ProviderSetting> Extras { get; init; } = [];

    /// <summary>Every provider there is.</summary>
    public static IReadOnlyList<ProviderDefinition> All { get; } =
    [
        new(XaiProvider.Id, "https://api.x.ai", "XAI_BASE_URL", ["XAI_API_KEY"]) { Open = Xai },
        new(FalProvider.Id, "https://queue.fal.run", "FAL_BASE_URL", ["FAL_KEY", "FAL_AI_API_KEY"]) { Open = Fal },
        new(OpenAiProvider.Id, "https://api.openai.com/v1", "OPENAI_BASE_URL", ["OPENAI_API_KEY"]) { Extras = OpenAiOptions.Settings, Open = OpenAi },
        new(OpenAiCompatibleProvider.Id, "http://127.0.0.1:11434/v1", "OPENAI_COMPATIBLE_BASE_URL", ["OPENAI_COMPATIBLE_API_KEY"])
        {
            NeedsKey = false,
            Open = OpenAiCompatible,
        },
        new(GeminiProvider.Id, "https://generativelanguage.googleapis.com", "GEMINI_BASE_URL", ["GEMINI_API_KEY", "GOOGLE_API_KEY"]) { Open = Gemini },
        new(HuggingFaceProvider.Id, "https://router.huggingface.co", "HF_BASE_URL", ["HF_TOKEN"]) { Open = HuggingFace },
        new(ComfyUiProvider.Id, "http://127.0.0.1:8188", "COMFYUI_BASE_URL", ["COMFYUI_API_KEY"]) { NeedsKey = false, Open = ComfyUi },
        new(XProvider.Id, "https://api.x.com", "X_BASE_URL", ["X_BEARER_TOKEN", XOptions.UserTokenSetting]) { Extras = XOptions.Settings, Open = X },
        new(YouTubeProvider.Id, "https://www.googleapis.com", "YOUTUBE_BASE_URL", [YouTubeOptions.RefreshTokenSetting]) { Extras = YouTubeOptions.Settings, Open = YouTube },
        new(ElevenLabsProvider.Id, "https://api.elevenlabs.io", "ELEVENLABS_BASE_URL", ["ELEVENLABS_API_KEY"]) { Extras = ElevenLabsOptions.Settings, Open = ElevenLabs },
        new(DidProvider.Id, "https://api.d-id.com", "DID_BASE_URL", ["DID_API_KEY"]) { Open = Did },
        new(HeyGenProvider.Id, "https://api.heygen.com", "HEYGEN_BASE_URL", ["HEYGEN_API_KEY"]) { Open = HeyGen },
    ];

    /// <summary>Makes its adapters.</summary>
    public required Func<ProviderAccess, TimeProvider, Random, ILoggerFactory, ProviderHttpOptions, IProvider> Open { get; init; }

    /// <summary>The provider of an id.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ProviderDefinition Of(string id) =>
        All.FirstOrDefault(definition => string.Equals(definition.Id, id, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no provider '{id}'; there is: {string.Join(", ", All.Select(definition => definition.Id))}.", nameof(id));

    private static IProvider Xai(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new XaiProvider(new XaiOptions(access.Key) { BaseUrl = access.BaseUrl, Http = http }, clock, random, loggers);

    private static IProvider Fal(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new FalProvider(new FalOptions(access.Key) { BaseUrl = access.BaseUrl, Http = http }, clock, random, loggers);

    private static IProvider OpenAi(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new OpenAiProvider(OpenAiOptions.Of(access, http), clock, random, loggers);

    private static IProvider OpenAiCompatible(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new OpenAiCompatibleProvider(new OpenAiCompatibleOptions(access.Key) { BaseUrl = access.BaseUrl, Http = http }, clock, random, loggers);

    private static IProvider Gemini(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new GeminiProvider(new GeminiOptions(access.Key) { BaseUrl = access.BaseUrl, Http = http }, clock, random, loggers);

    private static IProvider HuggingFace(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new HuggingFaceProvider(new HuggingFaceOptions(access.Key) { BaseUrl = access.BaseUrl, Http = http }, clock, random, loggers);

    private static IProvider ComfyUi(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new ComfyUiProvider(new ComfyUiOptions(access.Key) { BaseUrl = access.BaseUrl, Http = http }, clock, random, loggers);

    private static IProvider X(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new XProvider(XOptions.Of(access, http), clock, random, loggers);

    private static IProvider YouTube(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new YouTubeProvider(YouTubeOptions.Of(access, http), clock, random, loggers);

    private static IProvider ElevenLabs(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new ElevenLabsProvider(ElevenLabsOptions.Of(access, http), clock, random, loggers);

    private static IProvider Did(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new DidProvider(new DidOptions(access.Key) { BaseUrl = access.BaseUrl, Http = http }, clock, random, loggers);

    private static IProvider HeyGen(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http) =>
        new HeyGenProvider(new HeyGenOptions(access.Key) { BaseUrl = access.BaseUrl, Http = http }, clock, random, loggers);
}

/// <summary>A setting of a provider besides its key and its address.</summary>
/// <param name="EnvironmentName">Environment variable.</param>
/// <param name="Help">One line for people.</param>
public sealed record ProviderSetting(string EnvironmentName, string Help)
{
    /// <summary>Never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Without it the provider cannot be used.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What stands in for it at a simulator, which takes anything; null leaves it out there.</summary>
    public string? Simulated { get; init; }
}

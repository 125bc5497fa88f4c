using FunctionsPipeline.Providers.Fal;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.Xai;

namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>Providers with short pauses, and requests that are fine unless a test changes them.</summary>
internal static class Rig
{
    public const string XaiKey = "xai-test-key-0123456789";
    public const string FalKey = "0a1b2c3d-key-id:5e6f7a8b9c-secret";

    public static readonly VideoRequest XaiClip = new("grok-imagine-video", "A red ball falls off a wooden table", 4, "16:9", "480p");
    public static readonly VideoRequest FalClip = new("fal-ai/veo3.1", "A red ball falls off a wooden table", 8, "16:9", "720p");

    public static ProviderHttpOptions Quick { get; } = new() { RetryDelay = TimeSpan.FromMilliseconds(1), RetryDelayMax = TimeSpan.FromSeconds(20) };

    public static XaiProvider Xai(Uri url, TimeProvider? clock = null, ProviderHttpOptions? http = null, RecordingLoggers? loggers = null) =>
        new(new XaiOptions(XaiKey) { BaseUrl = url, Http = http ?? Quick }, clock ?? TimeProvider.System, new Random(1), loggers ?? new RecordingLoggers());

    public static FalProvider Fal(Uri url, TimeProvider? clock = null, ProviderHttpOptions? http = null, RecordingLoggers? loggers = null) =>
        new(new FalOptions(FalKey) { BaseUrl = url, Http = http ?? Quick }, clock ?? TimeProvider.System, new Random(1), loggers ?? new RecordingLoggers());

    public static Task<string> SubmitAsync(this XaiProvider provider, VideoRequest? request = null, CancellationToken cancellationToken = default) =>
        Reserved.RunAsync(XaiProvider.Id, reservation => provider.Video.SubmitAsync(request ?? XaiClip, reservation, cancellationToken));

    public static Task<string> SubmitAsync(this FalProvider provider, VideoRequest? request = null) =>
        Reserved.RunAsync(FalProvider.Id, reservation => provider.Video.SubmitAsync(request ?? FalClip, reservation, CancellationToken.None));

    public static Task<VideoGenerationStatus> StatusAsync(this XaiProvider provider, string requestId = "r1") =>
        provider.Video.GetStatusAsync(XaiClip.Model, requestId, CancellationToken.None);

    public static Task<VideoGenerationStatus> StatusAsync(this FalProvider provider, string requestId = "r1") =>
        provider.Video.GetStatusAsync(FalClip.Model, requestId, CancellationToken.None);

    public static async Task<ProviderFailure> FailureOfAsync<T>(Task<T> operation) =>
        (await Should.ThrowAsync<ProviderException>(() => operation)).Failure;
}

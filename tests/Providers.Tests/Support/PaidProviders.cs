using FunctionsPipeline.Providers.ComfyUi;
using FunctionsPipeline.Providers.Gemini;
using FunctionsPipeline.Providers.HuggingFace;
using FunctionsPipeline.Providers.X;

namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>Short ways to submit at the providers of text, images, vectors and posts.</summary>
internal static class PaidProviders
{
    public const string GeminiKey = "AIzaTestTestTestTestTest0123456789";
    public const string XToken = "AAAAAAAAAAAAtest%2Ftoken%3D0123456789";
    public const string HuggingFaceToken = "hf_TestTestTestTestTestTestTest";

    public static GeminiProvider Gemini(Uri url, TimeProvider? clock = null, RecordingLoggers? loggers = null) =>
        new(new GeminiOptions(GeminiKey) { BaseUrl = url, Http = Rig.Quick }, clock ?? TimeProvider.System, new Random(1), loggers ?? new RecordingLoggers());

    public static HuggingFaceProvider HuggingFace(Uri url, bool? isEndpoint = null, TimeProvider? clock = null, RecordingLoggers? loggers = null) => new(
        new HuggingFaceOptions(HuggingFaceToken) { BaseUrl = url, IsEndpoint = isEndpoint, Http = Rig.Quick },
        clock ?? TimeProvider.System,
        new Random(1),
        loggers ?? new RecordingLoggers());

    public static ComfyUiProvider ComfyUi(Uri url, string key = "", string? workflow = null, TimeProvider? clock = null, RecordingLoggers? loggers = null) => new(
        new ComfyUiOptions(key) { BaseUrl = url, Http = Rig.Quick, Workflow = workflow ?? ComfyUiWorkflow.Default },
        clock ?? TimeProvider.System,
        new Random(1),
        loggers ?? new RecordingLoggers());

    public static XProvider X(Uri url, TimeProvider? clock = null, RecordingLoggers? loggers = null) => new(
        new XOptions(XToken) { BaseUrl = url, Http = Rig.Quick }, clock ?? TimeProvider.System, new Random(1), loggers ?? new RecordingLoggers());

    public static Task<PostPage> SubmitAsync(this IPostSearch posts, PostQuery query) =>
        Reserved.RunAsync(posts.ProviderId, reservation => posts.SubmitAsync(query, reservation, CancellationToken.None));

    public static Task<ChatReply> SubmitAsync(this IChatModel model, ChatRequest request) =>
        Reserved.RunAsync(model.ProviderId, reservation => model.SubmitAsync(request, reservation, CancellationToken.None));

    public static Task<ImageSubmission> SubmitAsync(this IImageGenerator images, ImageRequest request) =>
        Reserved.RunAsync(images.ProviderId, reservation => images.SubmitAsync(request, reservation, CancellationToken.None));

    public static async Task<ImageReply> FinishAsync(this IImageGenerator images, ImageRequest request) =>
        (await images.SubmitAsync(request)).ShouldBeOfType<ImageSubmission.Finished>().Reply;

    public static Task<EmbeddingReply> SubmitAsync(this IEmbeddingModel model, EmbeddingRequest request) =>
        Reserved.RunAsync(model.ProviderId, reservation => model.SubmitAsync(request, reservation, CancellationToken.None));
}

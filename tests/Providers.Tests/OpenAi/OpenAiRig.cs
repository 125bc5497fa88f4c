using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.OpenAi;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.OpenAi;

/// <summary>OpenAI and a server of its form, with requests that are fine unless a test changes them.</summary>
internal static class OpenAiRig
{
    public const string Key = "sk-test-0123456789abcdef";

    public static readonly ChatRequest Chat = new("gpt-5.4-mini", [new ChatMessage("system", "Be brief."), new ChatMessage("user", "Rate this clip of a fox in a tuxedo.")]);
    public static readonly ImageRequest Image = new("gpt-image-1-mini", "A lighthouse in fog", 2, "2:3", "1k");
    public static readonly EmbeddingRequest Texts = new("text-embedding-3-small", ["a red ball", "a blue cube"]);

    public static OpenAiProvider OpenAi(Uri url, TimeProvider? clock = null, ProviderHttpOptions? http = null, RecordingLoggers? loggers = null) =>
        new(new OpenAiOptions(Key) { BaseUrl = url, Http = http ?? Rig.Quick }, clock ?? TimeProvider.System, new Random(1), loggers ?? new RecordingLoggers());

    public static OpenAiCompatibleProvider Compatible(Uri url, string key = "", JsonAnswerForm form = JsonAnswerForm.Schema) =>
        new(
            new OpenAiCompatibleOptions(key) { BaseUrl = url, Http = Rig.Quick, JsonAnswer = form },
            TimeProvider.System, new Random(1), new RecordingLoggers());

    public static Task<ChatReply> SubmitAsync(this IChatModel model, ChatRequest? request = null, CancellationToken cancellationToken = default) =>
        Reserved.RunAsync(model.ProviderId, reservation => model.SubmitAsync(request ?? Chat, reservation, cancellationToken));

    public static async Task<ImageReply> SubmitAsync(this IImageGenerator generator, ImageRequest? request = null)
    {
        var submission = await Reserved.RunAsync(
            generator.ProviderId, reservation => generator.SubmitAsync(request ?? Image, reservation, CancellationToken.None));
        return submission.ShouldBeOfType<ImageSubmission.Finished>().Reply;
    }

    public static Task<EmbeddingReply> SubmitAsync(this IEmbeddingModel model, EmbeddingRequest? request = null) =>
        Reserved.RunAsync(model.ProviderId, reservation => model.SubmitAsync(request ?? Texts, reservation, CancellationToken.None));
}

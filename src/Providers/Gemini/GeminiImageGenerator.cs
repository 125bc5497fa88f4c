using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Gemini;

/// <summary>Images by Gemini: the reply to the POST holds the file.</summary>
internal sealed class GeminiImageGenerator(ProviderHttp http, IReadOnlyList<ImageModel> models) : IImageGenerator
{
    private const string DefaultResolution = "1k";

    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.N;

    public bool IsOnLoopback => http.IsOnLoopback;

    public IReadOnlyList<ImageModel> Models => models;

    public IReadOnlyList<string> Validate(ImageRequest request)
    {
        var problems = ImageRequestRules.Check(request, models);
        return GeminiContent.ProblemOf(request.References) is { } problem ? [.. problems, problem] : problems;
    }

    public Task<ImageReply?> GetResultAsync(string model, string requestId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Gemini gives images at once.");

    public async Task<ImageSubmission> SubmitAsync(ImageRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = GeminiCall.Of(http, "image submit", request.Model, "generateContent", request.Prompt) with
        {
            ReplyBytesMax = Limits.ImageReplyBytesMax,
        };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        var reply = await http.PostPaidAsync(call, Body(request), reservation, cancellationToken);
        var answer = GeminiAnswer.Read(http, call, reply);

        // Thinking image models show drafts as thoughts.
        var images = answer.Parts
            .Where(part => part.Flag("thought") != true)
            .Select(part => part.Object("inlineData"))
            .OfType<JsonElement>()
            .Select(data => InlineImageField.Read(data, "data") ?? new GeneratedImage(null, null) { Malformed = "the file has no data" })
            .ToList();
        if (images.Count == 0) images.Add(Missing(call, answer));
        return new ImageSubmission.Finished(new ImageReply(images, null) { Id = answer.Id, Usage = answer.Usage });
    }

    private static JsonObject Body(ImageRequest request)
    {
        var parts = new JsonArray(GeminiContent.Text(request.Prompt));
        foreach (var reference in request.References) parts.Add(GeminiContent.Picture(reference));

        var config = new JsonObject { ["responseModalities"] = new JsonArray("IMAGE") };
        var image = new JsonObject();
        if (request.AspectRatio is not null) image["aspectRatio"] = request.AspectRatio;

        // 1K is the default, and a model that knows no other size refuses the field. Google wants a capital K.
        if (request.Resolution is { } resolution && resolution != DefaultResolution) image["imageSize"] = resolution.ToUpperInvariant();
        if (image.Count > 0) config["imageConfig"] = image;
        return new JsonObject
        {
            ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = parts }),
            ["generationConfig"] = config,
        };
    }

    /// <summary>
    /// No image: moderation kept it back, or the model would rather talk, which is how it declines. Either way the call was answered and has
    /// its price, so it is no failure: nobody has to find out what became of it.
    /// </summary>
    private GeneratedImage Missing(ProviderCall call, GeminiAnswer answer)
    {
        var said = answer.Text.Length > 0 ? answer.Text : answer.Explanation;
        http.LogPartialAnswer(call, 1, $"no image ({answer.Reason ?? "no reason given"}){(said is null ? "" : ": " + said)}");
        return new GeneratedImage(null, null);
    }
}

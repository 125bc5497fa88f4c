using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.HuggingFace;

/// <summary>Images by Hugging Face: the reply to the POST is the file itself.</summary>
internal sealed class HuggingFaceImageGenerator(ProviderHttp http, bool servesOneModel) : IImageGenerator
{
    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.N;

    public bool IsOnLoopback => http.IsOnLoopback;

    /// <summary>Empty: there are thousands, and which of them are served changes from day to day.</summary>
    public IReadOnlyList<ImageModel> Models => [];

    public IReadOnlyList<string> Validate(ImageRequest request)
    {
        var problems = new List<string>(ImageRequestRules.Check(request, Models));
        if (request.Count > 1) problems.Add($"count: {request.Count} is above 1, the most of one request at Hugging Face");
        if (request.References.Count > 0) problems.Add($"references: {request.References.Count} pictures; text-to-image takes none");
        if (!servesOneModel && !IsModel(request.Model)) problems.Add($"model: '{request.Model}' is no model at Hugging Face; one looks like owner/name");
        if (ImageSize.Of(request.AspectRatio, request.Resolution, out _) is { } problem) problems.Add(problem);
        return problems;
    }

    public Task<ImageReply?> GetResultAsync(string model, string requestId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Hugging Face gives images at once.");

    public async Task<ImageSubmission> SubmitAsync(ImageRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("image submit", "/")
        {
            Prompt = request.Prompt,
            Timeout = http.Options.SynchronousTimeout,
            Accept = "image/png",
            TakesImage = true,
            ReplyBytesMax = Limits.ImageReplyBytesMax,
            IsNotCharged = IsColdStart,
        };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        if (!servesOneModel) call = call with { Path = "/hf-inference/models/" + request.Model };
        var reply = await http.PostPaidAsync(call, Body(request), reservation, cancellationToken);
        if (reply.Image is not null || reply.MalformedImage is not null)
        {
            var image = new GeneratedImage(null, null) { File = reply.Image, Malformed = reply.MalformedImage, Seed = request.Seed };
            return new ImageSubmission.Finished(new ImageReply([image], null));
        }

        // Some servers answer 200 with an error, or with the JSON of another provider behind the router.
        throw http.Unexpected(call, reply, ErrorBody.Parse(reply.Body).Message ?? "the reply is no image", MoneySpent.Maybe);
    }

    /// <summary>
    /// An endpoint that was scaled to zero, or a model that is still being loaded, answers 503 for some minutes: nothing ran, nothing is
    /// charged, and the call has woken it. It could also be told to hold the request, but then a time limit here would leave the call unsure.
    /// </summary>
    private static bool IsColdStart(int status, JsonElement? body) => status == 503;

    private static JsonObject Body(ImageRequest request)
    {
        var parameters = new JsonObject();
        ImageSize.Of(request.AspectRatio, request.Resolution, out var size);
        if (size is { } pixels) (parameters["width"], parameters["height"]) = (pixels.WidthPx, pixels.HeightPx);
        if (request.NegativePrompt is not null) parameters["negative_prompt"] = request.NegativePrompt;
        if (request.Seed is { } seed) parameters["seed"] = seed;

        var body = new JsonObject { ["inputs"] = request.Prompt };
        if (parameters.Count > 0) body["parameters"] = parameters;
        return body;
    }

    // The name becomes a part of the path.
    private static bool IsModel(string model)
    {
        var parts = model.Split('/');
        return parts.Length == 2 && parts.All(part => part.Any(char.IsAsciiLetterOrDigit)
            && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'));
    }
}

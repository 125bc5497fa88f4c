using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>Images by the GPT image models and their like: the reply to the POST holds the files.</summary>
internal sealed class OpenAiImageGenerator(ProviderHttp http, OpenAiDialect dialect, IReadOnlyList<ImageModel> models) : IImageGenerator
{
    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.N;

    public bool IsOnLoopback => http.IsOnLoopback;

    public IReadOnlyList<ImageModel> Models => models;

    public IReadOnlyList<string> Validate(ImageRequest request)
    {
        List<string> problems = [.. ImageRequestRules.Check(request, models)];
        if (request.Prompt.Length > dialect.PromptCharactersMax)
        {
            problems.Add($"prompt: has {request.Prompt.Length} characters; at most {dialect.PromptCharactersMax}");
        }

        if (models.Count > 0) return problems;

        problems.AddRange(OpenAiImageSize.Problems(request.AspectRatio, request.Resolution));
        if (request.Seed is not null) problems.Add("seed: these servers have no field for it");
        if (request.NegativePrompt is not null) problems.Add("negative prompt: these servers have no field for it");
        if (request.References.Count > 0) problems.Add($"references: {request.References.Count} pictures; these servers take none here");
        return problems;
    }

    public Task<ImageReply?> GetResultAsync(string model, string requestId, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{ProviderId} gives images at once.");

    public async Task<ImageSubmission> SubmitAsync(ImageRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("image submit", "/images/generations")
        {
            Prompt = request.Prompt,
            Timeout = http.Options.SynchronousTimeout,
            ReplyBytesMax = Limits.ImageReplyBytesMax,
        };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        var reply = await http.PostPaidAsync(call, Body(request), reservation, cancellationToken);
        if (reply.Body is not { } answer || answer.Array("data") is not { } data || data.GetArrayLength() == 0)
        {
            var error = ErrorBody.Parse(reply.Body).Message ?? "the reply holds no images";
            throw http.Unexpected(call, reply, error, MoneySpent.Maybe);
        }

        var images = data.EnumerateArray().Select(image => Read(call, reply, image)).ToList();
        return new ImageSubmission.Finished(new ImageReply(images, ChargedTicks: null) { Id = answer.Text("id") ?? "", Usage = Usage(answer) });
    }

    private JsonObject Body(ImageRequest request)
    {
        // The model is always named: the documented default is one that no longer exists.
        var body = new JsonObject { ["model"] = request.Model, ["prompt"] = request.Prompt, ["n"] = request.Count };
        if (OpenAiImageSize.Of(request.AspectRatio, request.Resolution) is { } size) body["size"] = size;
        if (dialect.ImageQuality is { } quality) body["quality"] = quality;
        if (dialect.ImageResponseFormat is { } format) body["response_format"] = format;
        return body;
    }

    private GeneratedImage Read(ProviderCall call, ProviderReply reply, JsonElement image)
    {
        var revised = image.Text("revised_prompt");
        if (image.Link("url") is { } url) return new GeneratedImage(url, revised);
        return InlineImageField.Read(image, "b64_json") is { } read
            ? read with { RevisedPrompt = revised }
            : throw http.Unexpected(call, reply, "an image in the reply is neither a link nor a file in base64", MoneySpent.Maybe);
    }

    private static ChatUsage? Usage(JsonElement answer)
    {
        if (answer.Object("usage") is not { } usage) return null;
        var cached = usage.Object("input_tokens_details")?.Count("cached_tokens") ?? 0;
        return new ChatUsage(usage.Count("input_tokens") ?? 0, cached, usage.Count("output_tokens") ?? 0, 0);
    }
}

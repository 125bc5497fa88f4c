using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Xai;

/// <summary>Images by xAI: the reply to the POST holds the files, so that no link has to be kept.</summary>
internal sealed class XaiImageGenerator(ProviderHttp http, IReadOnlyList<ImageModel> models) : IImageGenerator
{
    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.N;

    public bool IsOnLoopback => http.IsOnLoopback;

    public IReadOnlyList<ImageModel> Models => models;

    public IReadOnlyList<string> Validate(ImageRequest request) => ImageRequestRules.Check(request, models);

    public Task<ImageReply?> GetResultAsync(string model, string requestId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("xAI gives images at once.");

    public async Task<ImageSubmission> SubmitAsync(ImageRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("image submit", "/v1/images/generations")
        {
            Prompt = request.Prompt,
            Timeout = http.Options.SynchronousTimeout,
            ReplyBytesMax = Limits.ImageReplyBytesMax,
        };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        var body = new JsonObject
        {
            ["model"] = request.Model,
            ["prompt"] = request.Prompt,
            ["n"] = request.Count,
            ["response_format"] = "b64_json",
        };
        if (request.AspectRatio is not null) body["aspect_ratio"] = request.AspectRatio;
        if (request.Resolution is not null) body["resolution"] = request.Resolution;

        var reply = await http.PostPaidAsync(call, body, reservation, cancellationToken);
        if (reply.Body is not { } answer || answer.Array("data") is not { } data || data.GetArrayLength() == 0)
        {
            throw http.Unexpected(call, reply, "the reply holds no images", MoneySpent.Maybe);
        }

        return new ImageSubmission.Finished(new ImageReply([.. data.EnumerateArray().Select(image => Read(call, reply, image))], XaiUsage.ChargedTicks(answer)));
    }

    private GeneratedImage Read(ProviderCall call, ProviderReply reply, JsonElement image)
    {
        var revised = image.Text("revised_prompt");
        if (image.Flag("respect_moderation") == false) return new GeneratedImage(null, revised);
        return InlineImageField.Read(image, "b64_json") is { } read
            ? read with { RevisedPrompt = revised }
            : throw http.Unexpected(call, reply, "an image in the reply is no file in base64", MoneySpent.Maybe);
    }
}

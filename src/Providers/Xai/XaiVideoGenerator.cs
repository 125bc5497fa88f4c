using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Xai;

/// <summary>Clips by xAI: one POST, then polls until the status is terminal.</summary>
internal sealed class XaiVideoGenerator(ProviderHttp http, IReadOnlyList<VideoModel> models) : IVideoGenerator
{
    public string ProviderId => http.ProviderId;

    /// <summary>xAI documents neither an idempotency key nor a list of requests.</summary>
    public ProviderClass Class => ProviderClass.N;

    public bool ReportsCharge => true;

    public bool IsOnLoopback => http.IsOnLoopback;

    public IReadOnlyList<VideoModel> Models => models;

    public IReadOnlyList<string> Validate(VideoRequest request) => VideoRequestRules.Check(request, models);

    public async Task<string> SubmitAsync(VideoRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("video submit", "/v1/videos/generations") { Prompt = request.Prompt };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        var reply = await http.PostPaidAsync(call, Body(request), reservation, cancellationToken);
        var requestId = reply.Body?.Text("request_id");
        return RequestIds.IsSafe(requestId)
            ? requestId!
            : throw http.Unexpected(call, reply, "the reply to the submit has no usable request_id", MoneySpent.Maybe);
    }

    public async Task<VideoGenerationStatus> GetStatusAsync(string model, string requestId, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("video status", "/v1/videos/" + RequestIds.Escape(requestId));
        var reply = await http.GetAsync(call, cancellationToken);
        if (reply.Body is not { } body)
        {
            // While it runs, xAI answers 202 and at times nothing else.
            if (reply.Status == 202) return new VideoGenerationStatus.Pending(null, null);
            throw http.Unexpected(call, reply, "the status is empty", MoneySpent.No);
        }

        var video = body.Object("video");
        return body.Text("status") switch
        {
            "done" => Done(call, reply, body, video),
            "failed" => Failed(body),
            "expired" => new VideoGenerationStatus.Expired(),
            "pending" => Pending(body),
            null when video?.Link("url") is not null => Done(call, reply, body, video),
            null when reply.Status == 202 => Pending(body),
            null => throw http.Unexpected(call, reply, "the reply has no status", MoneySpent.No),
            var word => UnknownWord(call, body, word),
        };
    }

    private static JsonObject Body(VideoRequest request)
    {
        var body = new JsonObject
        {
            ["model"] = request.Model,
            ["prompt"] = request.Prompt,
            ["duration"] = request.DurationSeconds,
        };
        if (request.AspectRatio is not null) body["aspect_ratio"] = request.AspectRatio;
        if (request.Resolution is not null) body["resolution"] = request.Resolution;
        if (request.ImageUrl is not null) body["image"] = new JsonObject { ["url"] = request.ImageUrl };
        if (request.GenerateAudio is { } audio) body["generate_audio"] = audio;
        return body;
    }

    private static VideoGenerationStatus.Pending Pending(JsonElement body) =>
        new(body.Number("progress") is { } progress ? (int)Math.Clamp(progress, 0, 100) : null, null);

    private VideoGenerationStatus Done(ProviderCall call, ProviderReply reply, JsonElement body, JsonElement? video)
    {
        var charged = XaiUsage.ChargedTicks(body);

        // "done" without a link is how xAI says that moderation held the clip back. It is charged all the same.
        if (video?.Flag("respect_moderation") == false || video?.Text("url") is null)
        {
            return new VideoGenerationStatus.Refused(
                ProviderErrorCode.ContentRefused.ToText(), "moderation held the finished clip back", charged);
        }

        return video.Value.Link("url") is { } url
            ? new VideoGenerationStatus.Done(url, video.Value.Number("duration"), charged)
            : throw http.Unexpected(call, reply, "the link to the clip is not an http(s) URL", MoneySpent.No);
    }

    private VideoGenerationStatus.Failed Failed(JsonElement body)
    {
        var error = body.TryGetProperty("error", out _) ? ErrorBody.Parse(body) : default;
        var code = http.Clean(error.Code ?? ProviderErrorCode.GenerationFailed.ToText(), null, Limits.CodeCharactersMax);
        var isRetryable = code is "service_unavailable" or "internal_error";
        return new VideoGenerationStatus.Failed(
            code, http.Clean(error.Message ?? "no reason given"), isRetryable, XaiUsage.ChargedTicks(body));
    }

    /// <summary>A new word must not end an item that is being paid for: the wait limit ends it if nothing else does.</summary>
    private VideoGenerationStatus.Pending UnknownWord(ProviderCall call, JsonElement body, string word)
    {
        http.LogUnknownStatusWord(call, word);
        return Pending(body);
    }
}

using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.HeyGen;

/// <summary>
/// Talking photos of HeyGen's second version: picture and sound are uploaded first, the video is ordered by their ids. Its status lies
/// below the first version and has another envelope.
/// </summary>
/// <remarks>
/// Class L, by what is documented: <c>GET /v1/video.list</c> gives videos with <c>video_title</c> and <c>created_at</c> (docs.heygen.com, reference
/// "Get Video List"), and an order takes a <c>title</c>. How soon a video is listed is not documented, so its absence counts late.
/// </remarks>
internal sealed class HeyGenVideos(ProviderHttp http, ProviderHttp uploads) : ITalkingHead, IRequestList<TalkingHeadRequest>
{
    private const long Fine = 100;
    private const int VideosPerPage = 100;

    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.L;

    public TimeSpan ListingDelay { get; } = TimeSpan.FromMinutes(2);

    public bool MarksRequests => true;

    public bool IsOnLoopback => http.IsOnLoopback;

    public IReadOnlyList<TalkingHeadModel> Models { get; } =
    [
        new TalkingHeadModel("talking_photo", HeyGenDimension.AspectRatios, HeyGenDimension.Resolutions)
        {
            TextCharactersMax = 1500,
            PortraitBytesMax = 32_000_000,
            SoundBytesMax = 32_000_000,
            BillingStepSeconds = 30,
            CreditsPerStep = 0.5m,
        },
    ];

    public IReadOnlyList<string> Validate(TalkingHeadRequest request)
    {
        List<string> problems = [.. TalkingHeadRules.Check(request, Models)];
        if (request.PortraitUrl is not null) problems.Add("portrait: must be a picture; a link to one is not taken");
        return problems;
    }

    public async Task<string> SubmitAsync(TalkingHeadRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("video submit", "/v2/video/generate") { Prompt = request.Text };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        var photo = await UploadAsync("picture upload", "/v1/talking_photo", request.Portrait!.MediaType, request.Portrait.Content, "talking_photo_id", cancellationToken);
        var (width, height) = HeyGenDimension.Of(request.AspectRatio, request.Resolution, request.Portrait.Content.Span);
        var body = new JsonObject
        {
            ["title"] = reservation.IdempotencyKey,
            ["dimension"] = new JsonObject { ["width"] = width, ["height"] = height },
            ["video_inputs"] = new JsonArray(new JsonObject
            {
                ["character"] = new JsonObject { ["type"] = "talking_photo", ["talking_photo_id"] = photo },
                ["voice"] = await VoiceAsync(request, cancellationToken),
            }),
        };
        var reply = await http.PostPaidAsync(call, body, reservation, cancellationToken);
        var id = reply.Body?.Object("data")?.Text("video_id");
        return RequestIds.IsSafe(id)
            ? id!
            : throw http.Unexpected(call, reply, ErrorBody.Parse(reply.Body).Message ?? "the reply to the submit has no usable id", MoneySpent.Maybe);
    }

    public async Task<IReadOnlyList<string>> FindAsync(
        TalkingHeadRequest request, Reservation reservation, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("video list", "/v1/video.list");
        var videos = await NewestFirst.ReadAsync(token => PageAsync(call, token, cancellationToken), since)
            ?? throw http.Failed(call, ProviderErrorCode.UnexpectedReply, "the list of videos cannot be read back to when the request was sent", MoneySpent.No);
        return [.. videos.Where(video => video.Text("video_title") == reservation.IdempotencyKey).Select(video => video.Text("video_id")).OfType<string>().Where(RequestIds.IsSafe)];
    }

    private async Task<ListPage> PageAsync(ProviderCall call, string? token, CancellationToken cancellationToken)
    {
        var page = call with { Path = $"{call.Path}?limit={VideosPerPage}" + (token is null ? "" : "&token=" + Uri.EscapeDataString(token)) };
        var reply = await http.GetAsync(page, cancellationToken);
        if (reply.Body?.Count("code") is not Fine || reply.Body.Value.Object("data") is not { } data || data.Array("videos") is not { } videos)
        {
            throw http.Unexpected(page, reply, "the answer holds no videos", MoneySpent.No);
        }

        return new ListPage(
            [.. videos.EnumerateArray().Select(video => (video, DateTimeOffset.FromUnixTimeSeconds(video.Count("created_at") ?? throw http.Unexpected(page, reply, "a video does not say when it was made", MoneySpent.No))))],
            data.Text("token"));
    }

    public async Task<VideoGenerationStatus> GetStatusAsync(string model, string requestId, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("video status", "/v1/video_status.get?video_id=" + RequestIds.Escape(requestId));
        var reply = await http.GetAsync(call, cancellationToken);
        if (reply.Body is not { } envelope || envelope.Count("code") is not Fine || envelope.Object("data") is not { } video || video.Text("status") is not { } word)
        {
            throw http.Unexpected(call, reply, "the reply has no status", MoneySpent.No);
        }

        switch (word)
        {
            case "completed":
                return video.Link("video_url") is { } url
                    ? new VideoGenerationStatus.Done(url, video.Number("duration"), null)
                    : throw http.Unexpected(call, reply, "the finished video has no link to a clip", MoneySpent.No);
            case "failed":
                return FailureOf(video.Object("error"));
            case "pending" or "waiting" or "processing":
                return new VideoGenerationStatus.Pending(null, null);
            default:
                http.LogUnknownStatusWord(call, word);
                return new VideoGenerationStatus.Pending(null, null);
        }
    }

    private VideoGenerationStatus FailureOf(JsonElement? error)
    {
        var said = error?.Text("detail") ?? error?.Text("message");
        var message = http.Clean(said ?? "no reason given");
        if (StatusFailure.IsAboutContent(new ErrorBody(error?.Text("code"), said))) return new VideoGenerationStatus.Refused(ProviderErrorCode.ContentRefused.ToText(), message, null);
        var code = error?.Text("code") ?? ProviderErrorCode.GenerationFailed.ToText();
        return new VideoGenerationStatus.Failed(http.Clean(code, null, Limits.CodeCharactersMax), message, IsRetryable: false, null);
    }

    private async Task<JsonObject> VoiceAsync(TalkingHeadRequest request, CancellationToken cancellationToken)
    {
        if (request.Sound is { } sound)
        {
            // WAV has no registered name, and this is the one that HeyGen knows.
            var type = sound.MediaType == "audio/wav" ? "audio/x-wav" : sound.MediaType;
            var asset = await UploadAsync("sound upload", "/v1/asset", type, sound.Content, "id", cancellationToken);
            return new JsonObject { ["type"] = "audio", ["audio_asset_id"] = asset };
        }

        return request.SoundUrl is { } url
            ? new JsonObject { ["type"] = "audio", ["audio_url"] = url.AbsoluteUri }
            : new JsonObject { ["type"] = "text", ["input_text"] = request.Text, ["voice_id"] = request.Voice };
    }

    private async Task<string> UploadAsync(
        string operation, string path, string mediaType, ReadOnlyMemory<byte> content, string idField, CancellationToken cancellationToken)
    {
        var call = new ProviderCall(operation, path);
        var reply = await uploads.PostFreeAsync(call, () => File(mediaType, content), cancellationToken);
        var id = reply.Body?.Object("data")?.Text(idField);
        return RequestIds.IsSafe(id) ? id! : throw uploads.Unexpected(call, reply, "the reply to the upload has no usable id", MoneySpent.No);
    }

    private static ReadOnlyMemoryContent File(string mediaType, ReadOnlyMemory<byte> content)
    {
        var file = new ReadOnlyMemoryContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return file;
    }
}

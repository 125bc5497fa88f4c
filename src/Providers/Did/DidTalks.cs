using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Did;

/// <summary>Talks: files are uploaded first, then the talk is ordered by the places where they lie.</summary>
/// <remarks>
/// Class L, by what is documented: <c>GET /talks</c> lists an account's talks by pages (<c>limit</c>, <c>token</c>), and <c>user_data</c> of an
/// order comes back with the talk (docs.d-id.com, reference; schema of a talk in api-evangelist/d-id, June 2026). How soon a talk is
/// listed is not documented, so its absence counts late; a talk of that time without <c>user_data</c> leaves it open.
/// </remarks>
internal sealed class DidTalks(ProviderHttp http) : ITalkingHead, IRequestList<TalkingHeadRequest>
{
    private const string MarkField = "user_data";
    private const int TalksPerPage = 100;

    private const string StorageScheme = "s3://";

    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.L;

    public TimeSpan ListingDelay { get; } = TimeSpan.FromMinutes(2);

    public bool MarksRequests => true;

    public bool IsOnLoopback => http.IsOnLoopback;

    public IReadOnlyList<TalkingHeadModel> Models { get; } =
    [
        new TalkingHeadModel("talks", [], [])
        {
            TextCharactersMin = 3,
            TextCharactersMax = 40_000,
            PortraitBytesMax = 10_000_000,
            SoundBytesMax = 15_000_000,
            BillingStepSeconds = 15,
            CreditsPerStep = 1,
        },
    ];

    public IReadOnlyList<string> Validate(TalkingHeadRequest request) => TalkingHeadRules.Check(request, Models);

    public async Task<string> SubmitAsync(TalkingHeadRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("talk submit", "/talks") { Prompt = request.Text };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        var source = request.Portrait is { } portrait
            ? await UploadAsync("image", portrait.MediaType, portrait.Content, cancellationToken)
            : request.PortraitUrl!.AbsoluteUri;
        var body = new JsonObject
        {
            ["source_url"] = source,
            ["script"] = await ScriptAsync(request, cancellationToken),
            ["config"] = new JsonObject { ["result_format"] = "mp4", ["stitch"] = true },
            [MarkField] = reservation.IdempotencyKey,
        };
        var reply = await http.PostPaidAsync(call, body, reservation, cancellationToken);
        var id = reply.Body?.Text("id");
        return RequestIds.IsSafe(id) ? id! : throw http.Unexpected(call, reply, "the reply to the submit has no usable id", MoneySpent.Maybe);
    }

    public async Task<IReadOnlyList<string>> FindAsync(
        TalkingHeadRequest request, Reservation reservation, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("talk list", "/talks");
        var talks = await NewestFirst.ReadAsync(token => PageAsync(call, token, cancellationToken), since)
            ?? throw http.Failed(call, ProviderErrorCode.UnexpectedReply, "the list of talks cannot be read back to when the request was sent", MoneySpent.No);
        List<string> ours = [.. talks.Where(talk => talk.Text(MarkField) == reservation.IdempotencyKey).Select(talk => talk.Text("id")).OfType<string>().Where(RequestIds.IsSafe)];
        return ours.Count > 0 || talks.All(talk => talk.Text(MarkField) is not null)
            ? ours
            : throw http.Failed(call, ProviderErrorCode.UnexpectedReply, "a talk of that time is listed without its user_data, so it may be this one", MoneySpent.No);
    }

    private async Task<ListPage> PageAsync(ProviderCall call, string? token, CancellationToken cancellationToken)
    {
        var page = call with { Path = $"/talks?limit={TalksPerPage}" + (token is null ? "" : "&token=" + Uri.EscapeDataString(token)) };
        var reply = await http.GetAsync(page, cancellationToken);
        if (reply.Body?.Array("talks") is not { } talks) throw http.Unexpected(page, reply, "the answer holds no talks", MoneySpent.No);
        return new ListPage([.. talks.EnumerateArray().Select(talk => (talk, CreatedAt(talk) ?? throw http.Unexpected(page, reply, "a talk does not say when it was made", MoneySpent.No)))], reply.Body.Value.Text("token"));
    }

    private static DateTimeOffset? CreatedAt(JsonElement talk) =>
        DateTimeOffset.TryParse(talk.Text("created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    public async Task<VideoGenerationStatus> GetStatusAsync(string model, string requestId, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("talk status", "/talks/" + RequestIds.Escape(requestId));
        var reply = await http.GetAsync(call, cancellationToken);
        if (reply.Body is not { } talk || talk.Text("status") is not { } word) throw http.Unexpected(call, reply, "the reply has no status", MoneySpent.No);
        var error = talk.Object("error");
        var message = http.Clean(error?.Text("description") ?? error?.Text("message") ?? "no reason given");
        var code = http.Clean(error?.Text("kind") ?? ProviderErrorCode.GenerationFailed.ToText(), null, Limits.CodeCharactersMax);
        switch (word)
        {
            case "done":
                return talk.Link("result_url") is { } url
                    ? new VideoGenerationStatus.Done(url, talk.Number("duration"), null)
                    : throw http.Unexpected(call, reply, "the finished talk has no link to a clip", MoneySpent.No);
            case "rejected":
                return new VideoGenerationStatus.Refused(ProviderErrorCode.ContentRefused.ToText(), message, null);
            case "error":
                return new VideoGenerationStatus.Failed(code, message, IsRetryable: false, null);
            case "created" or "started":
                return new VideoGenerationStatus.Pending(null, null);
            default:
                http.LogUnknownStatusWord(call, word);
                return new VideoGenerationStatus.Pending(null, null);
        }
    }

    private async Task<JsonObject> ScriptAsync(TalkingHeadRequest request, CancellationToken cancellationToken)
    {
        if (request.Sound is { } sound)
        {
            return new JsonObject { ["type"] = "audio", ["audio_url"] = await UploadAsync("audio", sound.MediaType, sound.Content, cancellationToken) };
        }

        if (request.SoundUrl is { } url) return new JsonObject { ["type"] = "audio", ["audio_url"] = url.AbsoluteUri };

        // elevenlabs/ID names another maker of voices; a bare id is one of Microsoft's.
        var parts = request.Voice!.Split('/', 2);
        var provider = new JsonObject { ["type"] = parts.Length == 2 ? parts[0] : "microsoft", ["voice_id"] = parts[^1] };
        return new JsonObject { ["type"] = "text", ["input"] = request.Text, ["provider"] = provider };
    }

    private async Task<string> UploadAsync(string kind, string mediaType, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var call = new ProviderCall(kind + " upload", $"/{kind}s");
        var reply = await http.PostFreeAsync(call, () => Form(kind, mediaType, content), cancellationToken);
        var place = reply.Body?.Text("url");
        return place is not null && (place.StartsWith(StorageScheme, StringComparison.Ordinal) || reply.Body!.Value.Link("url") is not null)
            ? place
            : throw http.Unexpected(call, reply, "the reply to the upload does not say where the file lies", MoneySpent.No);
    }

    private static MultipartFormDataContent Form(string kind, string mediaType, ReadOnlyMemory<byte> content)
    {
        var file = new ReadOnlyMemoryContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        var extension = mediaType switch { "image/png" => "png", "image/jpeg" => "jpg", "audio/wav" => "wav", _ => "mp3" };
        return new MultipartFormDataContent { { file, kind, $"{kind}.{extension}" } };
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Downloads;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Publishing;
using FunctionsPipeline.Simulator.TalkingHeads;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Did;

/// <summary>D-ID's talks: files are uploaded, a talk is ordered by the places where they lie, and asked about. Safe for several threads.</summary>
internal sealed class DidTalks(
    TalkingHeadIntake intake, UploadFolder uploads, CallBook book, PriceList prices, RateLimiter limiter, QuestionFaults faults, PublishFaults uploadFaults, ListedCalls listed, TimeProvider clock)
{
    private const string Provider = "did";
    private const string Model = "talks";
    private const string Place = "s3://d-id-simulated/";
    private const int StepSeconds = 15;
    private const int SoundBytesMax = 15_000_000;
    private const int TextCharactersMin = 3;
    private const int TextCharactersMax = 40_000;
    private const int UserDataCharactersMax = 1000;
    private const int TalksPerPageMax = 100;

    /// <summary>POST /images and /audios.</summary>
    public async Task UploadAsync(HttpContext context, string kind)
    {
        if (await KeyIdAsync(context) is not { } keyId) return;
        if (!context.Request.HasFormContentType || (await context.Request.ReadFormAsync(context.RequestAborted)).Files[kind] is not { } file)
        {
            await DidErrors.WriteAsync(context, 400, "BadRequestError", $"missing file '{kind}'");
            return;
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted);
        if (kind == "image" && PictureReader.TryRead(content.ToArray()) is null)
        {
            await DidErrors.WriteAsync(context, 400, "BadRequestError", "cannot read the image; a JPEG or PNG file is needed");
            return;
        }

        if (kind == "audio" && content.Length > SoundBytesMax)
        {
            await DidErrors.WriteAsync(context, 400, "BadRequestError", "the audio file has more than 15 MB");
            return;
        }

        await uploadFaults.AnswerAsync(context, FaultOperation.UploadStart, Provider, keyId, DidErrors.Instance, async _ =>
        {
            var name = await uploads.PutAsync(content.ToArray(), context.RequestAborted);
            var extension = Path.GetExtension(file.FileName);
            return () => CreatedAsync(context, new JsonObject { ["id"] = $"{kind[..3]}_{name[..12]}", ["url"] = $"{Place}{kind}s/{name}{extension}" });
        });
    }

    /// <summary>POST /talks.</summary>
    public async Task CreateAsync(HttpContext context)
    {
        if (await KeyIdAsync(context) is not { } keyId) return;
        if (!limiter.TryAdmit(Provider, keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: null, DidErrors.Instance);
            return;
        }

        TalkingHeadOrder? order = null;
        var problem = await Reply.ReadObjectAsync(context.Request) is { } body ? TryRead(body, keyId, out order) : "the body must be a JSON object";
        if (problem is not null)
        {
            await DidErrors.WriteAsync(context, 400, "BadRequestError", problem);
            return;
        }

        Task BadSound(string message) => DidErrors.WriteAsync(context, 400, "ValidationError", message);
        if (await intake.AcceptAsync(context, order!, PriceTicks, DidErrors.Instance, BadSound) is not { } call) return;
        await CreatedAsync(context, Basics(call, "created"));
    }

    /// <summary>GET /talks/{id}.</summary>
    public async Task GetAsync(HttpContext context, string id)
    {
        if (await KeyIdAsync(context) is not { } keyId) return;
        if (!id.StartsWith("tlk_", StringComparison.Ordinal) || book.Find(id[4..]) is not { Facts.Provider: Provider } call || call.Facts.KeyId != keyId)
        {
            await DidErrors.Instance.WriteAsync(context, 404, "not found");
            return;
        }

        if (await faults.TryPlayAsync(context, call, FaultOperation.Poll, call.CountPoll(), DidErrors.Instance)) return;
        var state = call.StateAt(clock.GetUtcNow());
        var talk = Basics(call, WordOf(state));
        if (state == CallState.Done)
        {
            talk["result_url"] = FileLinks.VideoUrl(context, call);
            talk["duration"] = Math.Round(call.Facts.SoundSeconds, 2);
        }
        else if (state == CallState.Refused)
        {
            talk["error"] = new JsonObject { ["kind"] = "ModerationError", ["description"] = "the content was rejected by content moderation" };
        }
        else if (state is CallState.Failed or CallState.Expired)
        {
            talk["error"] = new JsonObject { ["kind"] = "InternalServerError", ["description"] = "the talk could not be rendered" };
        }

        await Reply.WriteAsync(context, talk.ToJsonString());
    }

    /// <summary>GET /talks: the newest first.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (await KeyIdAsync(context) is not { } keyId) return;
        var query = context.Request.Query;
        var most = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Clamp(limit, 1, TalksPerPageMax) : TalksPerPageMax;
        var from = int.TryParse(query["token"], NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : 0;
        var all = listed.Accepted(Provider, FaultNames.Of(FaultOperation.TalkingHead), keyId);
        var now = clock.GetUtcNow();
        var page = all.Reverse().Skip(from).Take(most).Select(call => (JsonNode)Basics(call, WordOf(call.StateAt(now))));
        var answer = new JsonObject { ["talks"] = new JsonArray([.. page]) };
        if (from + most < all.Count) answer["token"] = (from + most).ToString(CultureInfo.InvariantCulture);
        await Reply.WriteAsync(context, answer.ToJsonString());
    }

    /// <summary>GET /credits.</summary>
    public async Task CreditsAsync(HttpContext context)
    {
        if (await KeyIdAsync(context) is null) return;
        await Reply.WriteAsync(context, """{"remaining":10000,"total":10000}""");
    }

    private string? TryRead(JsonElement body, string keyId, out TalkingHeadOrder? order)
    {
        order = null;
        if (!body.TryText("source_url", out var source) || FileAt(source) is not { } portrait) return "source_url must be the place of an uploaded image; the simulator fetches none";
        if (!body.TryText("user_data", out var userData) || userData?.Length is < 1 or > UserDataCharactersMax) return "user_data must have 1 to 1000 characters";
        if (body.Field("script") is not { ValueKind: JsonValueKind.Object } script || !script.TryText("type", out var type)) return "script is needed";
        if (type == "audio")
        {
            if (!script.TryText("audio_url", out var place) || FileAt(place) is not { } sound) return "script.audio_url must be the place of an uploaded sound; the simulator fetches none";
            order = new TalkingHeadOrder(Provider, Model, keyId, portrait, sound, null, null) { Listing = userData };
            return null;
        }

        if (type != "text") return "script.type must be text or audio";
        if (!script.TryText("input", out var text) || text?.Length is not (>= TextCharactersMin and <= TextCharactersMax)) return "script.input must have 3 to 40000 characters";
        if (script.Field("provider")?.TryText("voice_id", out var voice) != true || voice is null) return "script.provider.voice_id is needed";
        order = new TalkingHeadOrder(Provider, Model, keyId, portrait, null, text, voice) { Listing = userData };
        return null;
    }

    private string? FileAt(string? place)
    {
        if (place is null || !place.StartsWith(Place, StringComparison.Ordinal)) return null;
        var name = Path.GetFileNameWithoutExtension(place);
        return uploads.Has(name) ? name : null;
    }

    private long PriceTicks(double seconds) => Math.Max(1, (long)Math.Ceiling(seconds / StepSeconds)) * prices.TicksPer("credit", Provider, Model);

    private static string WordOf(CallState state) => state switch
    {
        CallState.Queued => "created",
        CallState.Running => "started",
        CallState.Done => "done",
        CallState.Refused => "rejected",
        _ => "error",
    };

    private static JsonObject Basics(Call call, string status)
    {
        var talk = new JsonObject
        {
            ["id"] = "tlk_" + call.Facts.RequestId,
            ["object"] = "talk",
            ["created_at"] = call.Facts.AcceptedAt.ToString("O", CultureInfo.InvariantCulture),
            ["status"] = status,
        };
        if (call.Facts.Listing is { } userData) talk["user_data"] = userData;
        return talk;
    }

    private static Task CreatedAsync(HttpContext context, JsonObject body)
    {
        context.Response.StatusCode = StatusCodes.Status201Created;
        return Reply.WriteAsync(context, body.ToJsonString());
    }

    // The key as the studio shows it is a pair already, and it comes as it is.
    private static async Task<string?> KeyIdAsync(HttpContext context)
    {
        if (ApiKey.Check(context.Request, "Basic", out var keyId) == KeyCheck.Good) return keyId;
        await DidErrors.WriteAsync(context, 401, "AuthorizationError", "user unauthenticated");
        return null;
    }
}

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

namespace FunctionsPipeline.Simulator.HeyGen;

/// <summary>
/// HeyGen's second version: a photo and a sound are uploaded, a video is ordered by their ids, and its state is asked for below another
/// version with another envelope. Safe for several threads.
/// </summary>
internal sealed class HeyGenVideos(
    TalkingHeadIntake intake, UploadFolder uploads, CallBook book, PriceList prices, RateLimiter limiter, QuestionFaults faults, PublishFaults uploadFaults, ListedCalls listed, TimeProvider clock)
{
    private const string Provider = "heygen";
    private const string Model = "talking_photo";
    private const int Fine = 100;
    private const int StepSeconds = 30;
    private const int TextCharactersMax = 1500;
    private const int SidePxMax = 4096;
    private const int VideosPerPageMax = 100;

    private static readonly string[] PictureTypes = ["image/jpeg", "image/png"];
    private static readonly string[] AssetTypes = [.. PictureTypes, "audio/mpeg", "audio/x-wav", "video/mp4", "video/webm"];

    /// <summary>POST /v1/talking_photo of the upload host: the body is the picture.</summary>
    public Task UploadPhotoAsync(HttpContext context) => UploadAsync(context, PictureTypes, name => new JsonObject
    {
        ["talking_photo_id"] = name,
        ["talking_photo_url"] = $"https://resource.heygen.invalid/photo/{name}",
    });

    /// <summary>POST /v1/asset of the upload host: the body is the file.</summary>
    public Task UploadAssetAsync(HttpContext context) => UploadAsync(context, AssetTypes, name => new JsonObject
    {
        ["id"] = name,
        ["name"] = name,
        ["file_type"] = context.Request.ContentType!.Split('/')[0],
        ["url"] = $"https://resource.heygen.invalid/asset/{name}",
    });

    /// <summary>POST /v2/video/generate.</summary>
    public async Task GenerateAsync(HttpContext context)
    {
        if (await KeyIdAsync(context) is not { } keyId) return;
        if (!limiter.TryAdmit(Provider, keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: 1, HeyGenErrors.Instance);
            return;
        }

        TalkingHeadOrder? order = null;
        var problem = await Reply.ReadObjectAsync(context.Request) is { } body ? TryRead(body, keyId, out order) : "the body must be a JSON object";
        if (problem is not null)
        {
            await HeyGenErrors.WriteAsync(context, 400, "invalid_parameter", problem);
            return;
        }

        Task BadSound(string message) => HeyGenErrors.WriteAsync(context, 400, "invalid_parameter", message);
        if (await intake.AcceptAsync(context, order!, PriceTicks, HeyGenErrors.Instance, BadSound) is not { } call) return;
        await Reply.WriteAsync(context, new JsonObject { ["error"] = null, ["data"] = new JsonObject { ["video_id"] = IdOf(call) } }.ToJsonString());
    }

    /// <summary>GET /v1/video_status.get.</summary>
    public async Task StatusAsync(HttpContext context)
    {
        if (await KeyIdAsync(context) is not { } keyId) return;
        var id = context.Request.Query["video_id"].ToString();
        if (!Guid.TryParseExact(id, "N", out var number) || book.Find(number.ToString()) is not { Facts.Provider: Provider } call || call.Facts.KeyId != keyId)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await Reply.WriteAsync(context, """{"code":40104,"message":"video not found","data":null}""");
            return;
        }

        if (await faults.TryPlayAsync(context, call, FaultOperation.Poll, call.CountPoll(), HeyGenErrors.Instance)) return;
        var state = call.StateAt(clock.GetUtcNow());
        var data = new JsonObject
        {
            ["id"] = id,
            ["status"] = WordOf(state),
            ["created_at"] = call.Facts.AcceptedAt.ToUnixTimeSeconds(),
            ["video_url"] = state == CallState.Done ? FileLinks.VideoUrl(context, call) : null,
            ["duration"] = state == CallState.Done ? Math.Round(call.Facts.SoundSeconds, 2) : null,
            ["error"] = ErrorOf(state),
        };
        await EnvelopeAsync(context, data);
    }

    /// <summary>GET /v1/video.list: the newest first; with a title only those that have it in theirs.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (await KeyIdAsync(context) is not { } keyId) return;
        var query = context.Request.Query;
        var most = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Clamp(limit, 1, VideosPerPageMax) : VideosPerPageMax;
        var from = int.TryParse(query["token"], NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : 0;
        var title = query["title"].ToString();
        var all = listed.Accepted(Provider, FaultNames.Of(FaultOperation.TalkingHead), keyId).Where(call => TitleOf(call).Contains(title, StringComparison.Ordinal)).Reverse().ToList();
        var now = clock.GetUtcNow();
        var page = all.Skip(from).Take(most).Select(call => (JsonNode)new JsonObject
        {
            ["video_id"] = IdOf(call),
            ["video_title"] = TitleOf(call),
            ["status"] = WordOf(call.StateAt(now)),
            ["created_at"] = call.Facts.AcceptedAt.ToUnixTimeSeconds(),
            ["type"] = "GENERATED",
        });
        await EnvelopeAsync(context, new JsonObject
        {
            ["videos"] = new JsonArray([.. page]),
            ["token"] = from + most < all.Count ? (from + most).ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    /// <summary>GET /v2/user/remaining_quota.</summary>
    public async Task QuotaAsync(HttpContext context)
    {
        if (await KeyIdAsync(context) is null) return;
        await Reply.WriteAsync(context, """{"error":null,"data":{"remaining_quota":600000,"details":{"api":600000}}}""");
    }

    private async Task UploadAsync(HttpContext context, string[] types, Func<string, JsonObject> describe)
    {
        if (await KeyIdAsync(context) is not { } keyId) return;
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var type = context.Request.ContentType ?? "";
        if (!types.Contains(type) || content.Length == 0 || (PictureTypes.Contains(type) && PictureReader.TryRead(content.ToArray()) is null))
        {
            await HeyGenErrors.WriteAsync(context, 400, "invalid_parameter", $"The file must be one of {string.Join(", ", types)}, and readable.");
            return;
        }

        await uploadFaults.AnswerAsync(context, FaultOperation.UploadStart, Provider, keyId, HeyGenErrors.Instance, async _ =>
        {
            var name = await uploads.PutAsync(content.ToArray(), context.RequestAborted);
            return () => EnvelopeAsync(context, describe(name));
        });
    }

    private string? TryRead(JsonElement body, string keyId, out TalkingHeadOrder? order)
    {
        order = null;
        if (body.Field("video_inputs") is not { ValueKind: JsonValueKind.Array } inputs || inputs.GetArrayLength() != 1) return "video_inputs must hold one scene; the simulator makes no more";
        if (inputs[0].Field("character") is not { } character || !character.TryText("type", out var type) || type != "talking_photo") return "video_inputs.0.character.type must be talking_photo; the simulator has no avatars";
        if (!character.TryText("talking_photo_id", out var photo) || photo is null || !uploads.Has(photo)) return "video_inputs.0.character.talking_photo_id is not known";
        if (inputs[0].Field("voice") is not { } voice || !voice.TryText("type", out var kind)) return "video_inputs.0.voice is needed";
        var dimension = body.Field("dimension");
        int? width = 1280, height = 720;
        if (dimension is { } sides && (!sides.TryWhole("width", out width) || !sides.TryWhole("height", out height))) return "dimension must have whole sides";
        if (width is not (>= 128 and <= SidePxMax) || height is not (>= 128 and <= SidePxMax)) return $"dimension must have sides from 128 to {SidePxMax}";
        var shape = string.Create(CultureInfo.InvariantCulture, $"{width}:{height}");
        if (!body.TryText("title", out var title)) return "title must be a string";
        if (kind == "audio")
        {
            if (!voice.TryText("audio_asset_id", out var asset) || asset is null || !uploads.Has(asset)) return "video_inputs.0.voice.audio_asset_id is not known; the simulator fetches no audio_url";
            order = new TalkingHeadOrder(Provider, Model, keyId, photo, asset, null, null) { AspectRatio = shape, Listing = title };
            return null;
        }

        if (kind != "text") return "video_inputs.0.voice.type must be text or audio";
        if (!voice.TryText("input_text", out var text) || text?.Length is not (> 0 and <= TextCharactersMax)) return $"video_inputs.0.voice.input_text must have 1 to {TextCharactersMax} characters";
        if (!voice.TryText("voice_id", out var id) || id is null) return "video_inputs.0.voice.voice_id is needed";
        order = new TalkingHeadOrder(Provider, Model, keyId, photo, null, text, id) { AspectRatio = shape, Listing = title };
        return null;
    }

    // A credit is a minute, and half of one is billed at a time.
    private long PriceTicks(double seconds) => Math.Max(1, (long)Math.Ceiling(seconds / StepSeconds)) * prices.TicksPer("credit", Provider, Model) / 2;

    private static JsonObject? ErrorOf(CallState state) => state switch
    {
        CallState.Refused => new JsonObject { ["code"] = 400140, ["message"] = "Rejected by content moderation", ["detail"] = "Content moderation does not allow this content." },
        CallState.Failed or CallState.Expired => new JsonObject { ["code"] = 500300, ["message"] = "Internal error", ["detail"] = "The video could not be rendered." },
        _ => null,
    };

    private static string TitleOf(Call call) => call.Facts.Listing ?? "Untitled Video";

    private static string WordOf(CallState state) => state switch { CallState.Queued => "pending", CallState.Running => "processing", CallState.Done => "completed", _ => "failed" };

    private static string IdOf(Call call) => Guid.Parse(call.Facts.RequestId).ToString("N");

    private static Task EnvelopeAsync(HttpContext context, JsonObject data) =>
        Reply.WriteAsync(context, new JsonObject { ["code"] = Fine, ["data"] = data, ["message"] = "Success" }.ToJsonString());

    private static async Task<string?> KeyIdAsync(HttpContext context)
    {
        if (ApiKey.CheckHeader(context.Request, "X-Api-Key", out var keyId) == KeyCheck.Good) return keyId;
        await HeyGenErrors.WriteAsync(context, 401, "unauthorized", "Unauthorized");
        return null;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Downloads;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.TalkingHeads;

namespace FunctionsPipeline.Simulator.Did;

/// <summary>D-ID: uploads, talks, and how they stand. Safe for several threads.</summary>
internal sealed class DidTalks(
    Intake intake, CallBook book, WorkPlaces places, PriceList prices, RateLimiter limiter, QuestionFaults faults, UploadFolder uploads, TimeProvider clock)
{
    private const string Provider = "did";
    private const string Storage = "s3://d-id-images/";
    private const int CreditSeconds = 15;

    private static readonly SecondsRange Work = new(8, 30);

    /// <summary>POST /images and /audios.</summary>
    public async Task UploadAsync(HttpContext context, string kind)
    {
        if (await KeyOfAsync(context) is null) return;
        if (!context.Request.HasFormContentType || (await context.Request.ReadFormAsync(context.RequestAborted)).Files.GetFile(kind) is not { } file)
        {
            await DidErrors.WriteAsync(context, 400, "BadRequestError", $"the form has no file '{kind}'");
            return;
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, context.RequestAborted);
        var reply = new JsonObject();
        if (kind == "audio")
        {
            if (await HeadStore.SecondsOfAsync(bytes.ToArray(), context.RequestAborted) is not { } seconds)
            {
                await DidErrors.WriteAsync(context, 400, "BadRequestError", "the audio file cannot be read");
                return;
            }

            reply["duration"] = seconds;
        }

        var name = await uploads.KeepAsync(bytes.ToArray(), context.RequestAborted);
        reply["id"] = name;
        reply["url"] = Storage + name;
        context.Response.StatusCode = StatusCodes.Status201Created;
        await Reply.WriteAsync(context, reply.ToJsonString());
    }

    /// <summary>POST /talks.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await KeyOfAsync(context) is not { } keyId) return;
        if (!limiter.TryAdmit(Provider, keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: null, DidErrors.Instance);
            return;
        }

        if (await Reply.ReadObjectAsync(context.Request) is not { } body || FileOf(body.Field("source_url")) is not { } portrait)
        {
            await DidErrors.WriteAsync(context, 400, "ValidationError", "source_url must be an image that was uploaded");
            return;
        }

        if (body.Field("script") is not { } script || FileOf(script.Field("audio_url")) is not { } sound)
        {
            await DidErrors.WriteAsync(context, 400, "ValidationError", "the simulator speaks sounds that were uploaded: script.audio_url must be one");
            return;
        }

        var seconds = await HeadStore.SecondsOfAsync(await File.ReadAllBytesAsync(uploads.PathOf(sound), context.RequestAborted), context.RequestAborted) ?? 0;
        var order = new CallOrder(Provider, FaultOperation.TalkingHead, keyId, "talks", sound)
        {
            PriceTicks = (long)Math.Max(1, Math.Ceiling(seconds / CreditSeconds)) * prices.TicksPer("credit", Provider, "talks"),
            RefusalPriceTicks = 0,
            WorkSeconds = draw => Work.At(draw.Share),
            Beside = portrait,
            PortraitFile = portrait,
            SoundFile = sound,
            SoundSeconds = seconds,
        };
        if (await intake.AcceptAsync(context, order, DidErrors.Instance) is not { } call) return;
        context.Response.StatusCode = StatusCodes.Status201Created;
        await Reply.WriteAsync(context, TalkOf(call, "created").ToJsonString());
    }

    /// <summary>GET /talks/{id}.</summary>
    public async Task StatusAsync(HttpContext context, string id)
    {
        if (await KeyOfAsync(context) is null) return;
        if (book.Find(id) is not { Facts.Provider: Provider } call)
        {
            await DidErrors.WriteAsync(context, 404, "NotFoundError", "talk not found");
            return;
        }

        if (await faults.TryPlayAsync(context, call, FaultOperation.Poll, call.CountPoll(), DidErrors.Instance)) return;
        var now = clock.GetUtcNow();
        places.Ahead(call, now);
        var state = call.StateAt(now);
        var talk = TalkOf(call, WordOf(state));
        if (state == CallState.Done)
        {
            talk["result_url"] = FileLinks.VideoUrl(context, call);
            talk["duration"] = call.Facts.SoundSeconds;
        }
        else if (state is CallState.Failed or CallState.Expired)
        {
            talk["error"] = new JsonObject { ["kind"] = "InternalServerError", ["description"] = "the face could not be animated" };
        }
        else if (state == CallState.Refused)
        {
            talk["error"] = new JsonObject { ["kind"] = "ContentModerationError", ["description"] = "the content was held back by moderation" };
        }

        await Reply.WriteAsync(context, talk.ToJsonString());
    }

    private static string WordOf(CallState state) => state switch
    {
        CallState.Queued => "created",
        CallState.Running => "started",
        CallState.Done => "done",
        CallState.Refused => "rejected",
        _ => "error",
    };

    private static JsonObject TalkOf(Call call, string status) => new()
    {
        ["id"] = call.Facts.RequestId,
        ["object"] = "talk",
        ["created_at"] = call.Facts.AcceptedAt.UtcDateTime.ToString("O"),
        ["status"] = status,
    };

    private string? FileOf(JsonElement? field) =>
        field is { ValueKind: JsonValueKind.String } text && text.GetString() is { } url && url.StartsWith(Storage, StringComparison.Ordinal) && uploads.Has(url[Storage.Length..])
            ? url[Storage.Length..]
            : null;

    private static async Task<string?> KeyOfAsync(HttpContext context)
    {
        if (ApiKey.Check(context.Request, "Basic", out var keyId) == KeyCheck.Good) return keyId;
        await DidErrors.WriteAsync(context, 401, "AuthorizationError", "user unauthenticated");
        return null;
    }
}

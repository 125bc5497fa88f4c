using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Downloads;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.Fal;

/// <summary>fal's queue: submit, status, result, cancel. A request is followed under owner and app, whatever endpoint of the app it went to.</summary>
internal sealed class FalQueue(
    SimulatorOptions options,
    Intake intake,
    CallBook book,
    WorkPlaces places,
    PriceList prices,
    RateLimiter limiter,
    QuestionFaults faults,
    TimeProvider clock)
{
    private const string Provider = "fal";

    private static readonly SecondsRange ImageWork = new(2, 8);

    /// <summary>POST /{owner}/{app}/{rest}.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await KeyOfAsync(context) is not { } keyId) return;
        if (!limiter.TryAdmit(Provider, keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: null, FalErrors.Instance);
            return;
        }

        var endpoint = Endpoint(context);
        if (!FalModel.All.ContainsKey(endpoint) && !FalImageInput.Models.Contains(endpoint))
        {
            await FalErrors.MachineAsync(context, 404, $"Application '{endpoint}' not found", type: null);
            return;
        }

        if (context.Request.Query.ContainsKey("fal_webhook"))
        {
            await FalErrors.MachineAsync(context, 400, "fal_webhook is not imitated by the simulator: poll instead.", "bad_request");
            return;
        }

        if (await Reply.ReadObjectAsync(context.Request) is not { } body)
        {
            await FalErrors.ModelAsync(context, 422, ["body"], "JSON decode error", "json_invalid");
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(endpoint, body, keyId), FalErrors.Instance) is not { } call) return;
        var urls = UrlsOf(context, call);
        var submitted = new FalSubmitted(call.Facts.RequestId, urls.Response, urls.Status, urls.Cancel, places.Ahead(call, clock.GetUtcNow()));
        await Reply.WriteAsync(context, 200, submitted, FalJson.Default.FalSubmitted);
    }

    /// <summary>GET /{owner}/{app}/requests/{id}/status.</summary>
    public async Task StatusAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } call || await IsDisturbedAsync(context, call, FaultOperation.Poll, call.CountPoll())) return;
        var now = clock.GetUtcNow();
        var ahead = places.Ahead(call, now);
        var state = call.StateAt(now);
        var urls = UrlsOf(context, call);
        var word = state switch { CallState.Queued => "IN_QUEUE", CallState.Running => "IN_PROGRESS", _ => "COMPLETED" };
        var failure = FalFailure.Of(state, call.Facts.Problem);
        var hasLogs = word != "IN_QUEUE" && context.Request.Query["logs"] == "1";
        var status = new FalStatus(word, call.Facts.RequestId, urls.Response, urls.Status, urls.Cancel)
        {
            QueuePosition = state == CallState.Queued ? ahead : null,
            Logs = hasLogs ? [new FalLog($"Generating {call.Facts.Operation} ...", "INFO", "USER", call.Facts.AcceptedAt)] : null,
            Metrics = word == "COMPLETED" ? new FalMetrics(call.Facts.Work.TotalSeconds) : null,
            Error = failure?.Message,
            ErrorType = failure?.Type,
        };
        await Reply.WriteAsync(context, word == "COMPLETED" ? 200 : 202, status, FalJson.Default.FalStatus);
    }

    /// <summary>GET /{owner}/{app}/requests/{id} and .../response.</summary>
    public async Task ResultAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } call || await IsDisturbedAsync(context, call, FaultOperation.Result, call.CountResult())) return;
        var now = clock.GetUtcNow();
        places.Ahead(call, now);
        var state = call.StateAt(now);
        if (state is CallState.Queued or CallState.Running)
        {
            await FalErrors.MachineAsync(context, 400, "Request is still in progress", type: null);
            return;
        }

        if (FalFailure.Of(state, call.Facts.Problem) is { } failure)
        {
            await failure.WriteAsync(context);
            return;
        }

        if (call.Facts.Operation == "image")
        {
            await Reply.WriteAsync(context, 200, ImagesOf(context, call), FalJson.Default.FalImageOutput);
            return;
        }

        var output = new FalOutput(new FalVideo(FileLinks.VideoUrl(context, call), "video/mp4", "output.mp4"));
        await Reply.WriteAsync(context, 200, output, FalJson.Default.FalOutput);
    }

    /// <summary>PUT /{owner}/{app}/requests/{id}/cancel. What waits is taken back; what runs may still complete, and here it does.</summary>
    public async Task CancelAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } call) return;
        var now = clock.GetUtcNow();
        var isWithdrawn = places.TryWithdraw(call, now, waiting => book.Cancel(waiting, now));
        var isAccepted = isWithdrawn || call.StateAt(now) is CallState.Running;
        var word = new FalWord(isAccepted ? "CANCELLATION_REQUESTED" : "ALREADY_COMPLETED");
        await Reply.WriteAsync(context, isAccepted ? 202 : 400, word, FalJson.Default.FalWord);
    }

    private CallOrder OrderOf(string endpoint, JsonElement body, string keyId) => FalModel.All.TryGetValue(endpoint, out var model)
        ? OrderOf(model, FalInput.Read(model, body), keyId)
        : OrderOf(endpoint, FalImageInput.Read(body), keyId) with { Listing = body.GetRawText() };

    private CallOrder OrderOf(string endpoint, FalImageInput input, string keyId) => new(Provider, FaultOperation.Image, keyId, endpoint, input.Prompt)
    {
        PriceTicks = input.Megapixels * prices.TicksPer("megapixel", Provider, endpoint),
        WorkSeconds = draw => input.Problem is null ? ImageWork.At(draw.Share) : 1,
        AspectRatio = input.AspectRatio,
        ImageCount = input.Count,
        IsJpeg = input.IsJpeg,
        PictureSeed = input.Seed is { } seed ? (ulong)seed : null,
        Problem = input.Problem,
    };

    // The files are smaller than what was ordered and paid for; their true size is told.
    private static FalImageOutput ImagesOf(HttpContext context, Call call)
    {
        var facts = call.Facts;
        var (width, height) = StillSize.Of(facts.AspectRatio);
        var type = facts.IsJpeg ? "image/jpeg" : "image/png";
        var images = Enumerable.Range(0, facts.ImageCount)
            .Select(index => new FalImage(FileLinks.ImageUrl(context, call, index), width, height, type, FileLinks.ImageName(facts, index)));
        bool[] flagged = new bool[facts.ImageCount];
        return new FalImageOutput([.. images], (long)StillImage.SeedOf(facts), facts.Prompt ?? "", flagged, new FalTimings(facts.Work.TotalSeconds));
    }

    private CallOrder OrderOf(FalModel model, FalInput input, string keyId) =>
        new(Provider, FaultOperation.Submit, keyId, model.Endpoint, input.Prompt)
        {
            PriceTicks = input.DurationSeconds * prices.TicksPer(UnitOf(input), Provider, model.Endpoint, input.Resolution),
            // A model finds a wrong input before it begins to work.
            WorkSeconds = draw => input.Problem is null ? options.Latency.At(draw.Share) : 1,
            DurationSeconds = input.DurationSeconds,
            Resolution = input.Resolution,
            AspectRatio = input.AspectRatio,
            Problem = input.Problem,
        };

    // Only models with a choice of resolution make silent videos cheaper.
    private static string UnitOf(FalInput input) => input.HasAudio || input.Resolution is null ? "second" : "silent-second";

    private Task<bool> IsDisturbedAsync(HttpContext context, Call call, FaultOperation operation, int number) =>
        faults.TryPlayAsync(context, call, operation, number, FalErrors.Instance);

    private async Task<Call?> FindAsync(HttpContext context)
    {
        if (await KeyOfAsync(context) is null) return null;
        var id = (string)context.GetRouteValue("id")!;
        context.Response.Headers["x-fal-request-id"] = id;
        if (book.Find(id) is { } call && call.Facts.Provider == Provider && AppOf(call.Facts.Model) == AppOf(context)) return call;
        await FalErrors.UnknownRequestAsync(context);
        return null;
    }

    private static async Task<string?> KeyOfAsync(HttpContext context)
    {
        var check = ApiKey.Check(context.Request, "Key", out var keyId);
        if (check == KeyCheck.Good) return keyId;
        await FalErrors.KeyAsync(context, check);
        return null;
    }

    private static (string Response, string Status, string Cancel) UrlsOf(HttpContext context, Call call)
    {
        var root = $"{FileLinks.Root(context)}/fal/{AppOf(call.Facts.Model)}/requests/{call.Facts.RequestId}";
        return (root + "/response", root + "/status", root + "/cancel");
    }

    private static string Endpoint(HttpContext context)
    {
        var rest = (string?)context.GetRouteValue("rest");
        return string.IsNullOrEmpty(rest) ? AppOf(context) : $"{AppOf(context)}/{rest}";
    }

    private static string AppOf(HttpContext context) => $"{context.GetRouteValue("owner")}/{context.GetRouteValue("app")}";

    private static string AppOf(string endpoint) => string.Join('/', endpoint.Split('/').Take(2));
}

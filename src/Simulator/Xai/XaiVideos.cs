using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Downloads;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Xai;

/// <summary>xAI's videos: order, then poll.</summary>
internal sealed class XaiVideos(
    SimulatorOptions options, XaiDoor door, Intake intake, CallBook book, PriceList prices, QuestionFaults faults, TimeProvider clock)
{
    /// <summary>POST /v1/videos/generations.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } visit) return;
        if (XaiVideoRequest.TryRead(visit.Body, out var request) is { } problem)
        {
            await XaiErrors.FieldAsync(context, problem);
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(request!, visit.KeyId), XaiErrors.Instance) is { } call)
        {
            await Reply.WriteAsync(context, 200, new XaiAccepted(call.Facts.RequestId), XaiJson.Default.XaiAccepted);
        }
    }

    /// <summary>GET /v1/videos/{id}.</summary>
    public async Task PollAsync(HttpContext context)
    {
        if (!await XaiDoor.HasKeyAsync(context)) return;
        if (book.Find((string)context.GetRouteValue("id")!) is not { Facts: { Provider: "xai", Operation: "video" } } call)
        {
            await XaiErrors.UnknownRequestAsync(context);
            return;
        }

        var number = call.CountPoll();
        if (await faults.TryPlayAsync(context, call, FaultOperation.Poll, number, XaiErrors.Instance)) return;
        await AnswerAsync(context, call, number);
    }

    private Task AnswerAsync(HttpContext context, Call call, int number)
    {
        var now = clock.GetUtcNow();
        var facts = call.Facts;
        switch (call.StateAt(now))
        {
            case CallState.Done:
                return WriteAsync(context, 200, Ended(call, now, FileLinks.VideoUrl(context, call)));
            case CallState.Refused:
                // Sometimes the link is an empty text, sometimes it is not there.
                return WriteAsync(context, 200, Ended(call, now, new Draw(facts.Seed).For("refusal").Happens(0.5) ? "" : null));
            case CallState.Failed:
                return WriteAsync(context, 200, new XaiVideoStatus("failed") { Error = new("internal_error", "The video could not be generated.") });
            case CallState.Expired:
                return WriteAsync(context, 200, new XaiVideoStatus("expired"));
            default:
                return PendingAsync(context, call, number, now);
        }
    }

    private XaiVideoStatus Ended(Call call, DateTimeOffset now, string? url) => new("done")
    {
        Progress = 100,
        Model = call.Facts.Model,
        Video = new XaiVideo(url, call.Facts.DurationSeconds, RespectModeration: call.Facts.Ending == CallState.Done),
        Usage = new XaiUsage(prices.ChargedTicks(call, now)),
    };

    // The service answers 202 either with a body or without one.
    private static Task PendingAsync(HttpContext context, Call call, int number, DateTimeOffset now)
    {
        if (new Draw(call.Facts.Seed).For("empty").For(number).Happens(0.5))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return Task.CompletedTask;
        }

        var progress = (int)(call.ProgressAt(now) * 99);
        return WriteAsync(context, 202, new XaiVideoStatus("pending") { Progress = progress, Model = call.Facts.Model });
    }

    private CallOrder OrderOf(XaiVideoRequest request, string keyId) =>
        new("xai", FaultOperation.Submit, keyId, request.Model, request.Prompt)
        {
            PriceTicks = (request.DurationSeconds * prices.TicksPer("second", "xai", request.Model, request.Resolution))
                + (request.HasImage ? prices.TicksPer("input-image", "xai", request.Model) : 0),
            WorkSeconds = draw => options.Latency.At(draw.Share),
            DurationSeconds = request.DurationSeconds,
            Resolution = request.Resolution,
            AspectRatio = request.AspectRatio,
        };

    private static Task WriteAsync(HttpContext context, int status, XaiVideoStatus body) =>
        Reply.WriteAsync(context, status, body, XaiJson.Default.XaiVideoStatus);
}

using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Xai;

/// <summary>xAI's chat: answered at once, or deferred and then handed out once.</summary>
internal sealed class XaiChat(
    XaiDoor door, Intake intake, CallBook book, PriceList prices, QuestionFaults faults, CallWait wait, TimeProvider clock)
{
    private static readonly SecondsRange Work = new(1, 6);
    private static readonly SecondsRange DeferredWork = new(10, 60);

    /// <summary>Names of the models.</summary>
    public static IReadOnlyList<string> Models { get; } = ["grok-4.3"];

    /// <summary>POST /v1/chat/completions.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } visit) return;
        if (XaiChatRequest.TryRead(visit.Body, Models, out var request) is { } problem)
        {
            await XaiErrors.FieldAsync(context, problem);
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(request!, visit.KeyId), XaiErrors.Instance) is not { } call) return;
        if (request!.IsDeferred)
        {
            await Reply.WriteAsync(context, 200, new XaiAccepted(call.Facts.RequestId), XaiJson.Default.XaiAccepted);
            return;
        }

        await wait.UntilReadyAsync(call, context.RequestAborted);
        await Reply.WriteAsync(context, call.Facts.Answer!);
    }

    /// <summary>GET /v1/chat/deferred-completion/{id}: 202 without a body until it is ready, then the answer, then 404.</summary>
    public async Task FetchAsync(HttpContext context)
    {
        if (!await XaiDoor.HasKeyAsync(context)) return;
        if (book.Find((string)context.GetRouteValue("id")!) is not { Facts: { Provider: "xai", Operation: "chat" } } call)
        {
            await XaiErrors.UnknownRequestAsync(context);
            return;
        }

        if (await faults.TryPlayAsync(context, call, FaultOperation.Result, call.CountResult(), XaiErrors.Instance)) return;
        var now = clock.GetUtcNow();
        if (call.StateAt(now) == CallState.Running)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        await (book.TryFetch(call, now) ? Reply.WriteAsync(context, call.Facts.Answer!) : XaiErrors.UnknownRequestAsync(context));
    }

    private CallOrder OrderOf(XaiChatRequest request, string keyId) => new("xai", FaultOperation.Chat, keyId, request.Language.Model, request.Language.Prompt)
    {
        PriceTicks = 0,
        WorkSeconds = chance => (request.IsDeferred ? DeferredWork : Work).At(chance.Share),
        Beside = request.Language.PicturesId,
        Write = (draw, fault) => Write(request, draw, fault),
    };

    private WrittenAnswer Write(XaiChatRequest request, Draw draw, LanguageFault fault)
    {
        var answer = LanguageModel.Answer(request.Language, draw, fault);
        var message = new XaiMessage("assistant", answer.IsRefusal ? "" : answer.Text, ReasoningContent: null, answer.IsRefusal ? answer.Text : null);
        var completion = new XaiCompletion(
            draw.For("completion").ToGuid().ToString(),
            "chat.completion",
            clock.GetUtcNow().ToUnixTimeSeconds(),
            request.Language.Model,
            [new XaiChoice(0, message, answer.IsBlocked ? "content_filter" : answer.IsTruncated ? "length" : "stop")],
            UsageOf(request.Language, answer, draw),
            "fp_" + draw.State.ToString("x16", CultureInfo.InvariantCulture)[..8]);
        return new WrittenAnswer(JsonSerializer.Serialize(completion, XaiJson.Default.XaiCompletion), completion.Usage.CostInUsdTicks);
    }

    // completion_tokens leave the reasoning out; the total holds it. What a filter stops is read and not thought about.
    private XaiChatUsage UsageOf(LanguageRequest request, LanguageAnswer answer, Draw draw)
    {
        long prompt = answer.InputTokens, visible = answer.OutputTokens, pictures = LanguageModel.ImageTokens(request);
        long reasoning = answer.IsBlocked ? 0 : 20 + draw.For("reasoning").Index(180);
        var inputCost = prompt * prices.TicksPer("input-token", "xai", request.Model);
        var outputCost = (visible + reasoning) * prices.TicksPer("output-token", "xai", request.Model);
        return new XaiChatUsage(
            prompt,
            visible,
            prompt + visible + reasoning,
            new XaiPromptTokens(prompt - pictures, 0, pictures, 0),
            new XaiCompletionTokens(reasoning, 0),
            0,
            inputCost + outputCost);
    }
}

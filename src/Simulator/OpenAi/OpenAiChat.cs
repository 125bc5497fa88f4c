using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>Chat completions.</summary>
internal sealed class OpenAiChat(OpenAiAccount account, OpenAiDoor door, Intake intake, PriceList prices, CallWait wait, TimeProvider clock)
{
    private static readonly SecondsRange Work = new(1, 6);

    /// <summary>Names of OpenAI's models.</summary>
    public static IReadOnlyList<string> Models { get; } = ["gpt-5.5", "gpt-5.4", "gpt-5.4-mini", "gpt-5.4-nano"];

    /// <summary>What a model wrote, and what it thought before.</summary>
    private sealed record Answers(IReadOnlyList<LanguageAnswer> Written, long ReasoningTokens)
    {
        public long InputTokens => Written[0].InputTokens;

        /// <summary>The reasoning is part of them.</summary>
        public long OutputTokens => ReasoningTokens + Written.Sum(answer => answer.OutputTokens);
    }

    /// <summary>POST /v1/chat/completions.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } visit) return;
        if (OpenAiChatRequest.TryRead(visit.Body, account, out var request) is { } problem)
        {
            await OpenAiErrors.WriteAsync(context, problem);
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(request!, visit.KeyId), OpenAiErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        await Reply.WriteAsync(context, call.Facts.Answer!);
    }

    private CallOrder OrderOf(OpenAiChatRequest request, string keyId) =>
        new(account.Provider, FaultOperation.Chat, keyId, request.Language.Model, request.Language.Prompt)
        {
            PriceTicks = 0,
            IsModerated = !account.IsOwnServer,
            WorkSeconds = draw => Work.At(draw.Share),
            Beside = request.Language.PicturesId,
            Listing = request.StoredWith,
            Write = (draw, fault) => Write(request, draw, fault),
        };

    private WrittenAnswer Write(OpenAiChatRequest request, Draw draw, LanguageFault fault)
    {
        var answers = Answer(request, draw, fault);
        var completion = new OpenAiCompletion(
            $"chatcmpl-{draw.For("completion").ToGuid()}",
            "chat.completion",
            clock.GetUtcNow().ToUnixTimeSeconds(),
            request.Language.Model,
            [.. answers.Written.Select(ChoiceOf)])
        {
            Usage = account.LeavesOutUsage(draw) ? null : Usage(answers),
        };
        return new WrittenAnswer(JsonSerializer.Serialize(completion, OpenAiJson.Default.OpenAiCompletion), Price(request.Language.Model, answers));
    }

    private Answers Answer(OpenAiChatRequest request, Draw draw, LanguageFault fault)
    {
        var language = request.Language;

        // What a filter stops is not thought about.
        var reasoning = account.IsOwnServer || fault == LanguageFault.Blocked ? 0 : 20 + draw.For("reasoning").Index(180);

        // The bound holds for reasoning and text together; at least half of it is left for the text.
        if (language.OutputTokensMax is { } most)
        {
            reasoning = Math.Min(reasoning, most / 2);
            language = language with { OutputTokensMax = Math.Max(1, most - reasoning) };
        }

        var written = Enumerable.Range(0, request.Count).Select(index => LanguageModel.Answer(language, index == 0 ? draw : draw.For(index), fault));
        return new Answers([.. written], reasoning);
    }

    private static OpenAiChoice ChoiceOf(LanguageAnswer answer, int index)
    {
        var message = answer switch
        {
            { IsBlocked: true } => new OpenAiMessage("assistant", null, null),
            { IsRefusal: true } => new OpenAiMessage("assistant", null, answer.Text),
            _ => new OpenAiMessage("assistant", answer.Text, null),
        };
        return new OpenAiChoice(index, message, answer.IsBlocked ? "content_filter" : answer.IsTruncated ? "length" : "stop");
    }

    private long Price(string model, Answers answers) => account.IsOwnServer
        ? 0
        : (answers.InputTokens * prices.TicksPer("input-token", account.Provider, model))
            + (answers.OutputTokens * prices.TicksPer("output-token", account.Provider, model));

    private OpenAiUsage Usage(Answers answers)
    {
        var usage = new OpenAiUsage(answers.InputTokens, answers.OutputTokens, answers.InputTokens + answers.OutputTokens);
        return account.IsOwnServer
            ? usage
            : usage with
            {
                PromptTokensDetails = new OpenAiPromptTokens(0, 0),
                CompletionTokensDetails = new OpenAiCompletionTokens(answers.ReasoningTokens, 0),
            };
    }
}

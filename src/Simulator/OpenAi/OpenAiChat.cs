using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>Chat completions.</summary>
internal sealed class OpenAiChat(OpenAiAccount account, OpenAiDoor door, Intake intake, PriceList prices, CallWait wait, TimeProvider clock)
{
    private const string RefusalText = "I'm sorry, but I can't help with that.";

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

        var answers = Answer(request!);
        if (await intake.AcceptAsync(context, OrderOf(request!.Language, answers, visit.KeyId), OpenAiErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        await Reply.WriteAsync(context, 200, Completion(call, answers), OpenAiJson.Default.OpenAiCompletion);
    }

    private Answers Answer(OpenAiChatRequest request)
    {
        var language = request.Language;
        var draw = Draw.FromSeed(language.Prompt.Length).For(language.Prompt);
        if (language.Seed is { } seed) draw = draw.For(seed);

        // The bound holds for reasoning and text together; at least half of it is left for the text.
        var reasoning = account.IsOwnServer ? 0 : 20 + draw.For("reasoning").Index(180);
        if (language.OutputTokensMax is { } most)
        {
            reasoning = Math.Min(reasoning, most / 2);
            language = language with { OutputTokensMax = Math.Max(1, most - reasoning) };
        }

        return new Answers([.. Enumerable.Range(0, request.Count).Select(index => LanguageModel.Answer(language, index == 0 ? draw : draw.For(index)))], reasoning);
    }

    private CallOrder OrderOf(LanguageRequest request, Answers answers, string keyId) =>
        new(account.Provider, FaultOperation.Chat, keyId, request.Model, request.Prompt)
        {
            PriceTicks = Price(request.Model, answers.InputTokens, answers.OutputTokens),
            RefusalPriceTicks = Price(request.Model, answers.InputTokens, LanguageModel.Tokens(RefusalText.Length)),
            IsModerated = !account.IsOwnServer,
            WorkSeconds = draw => Work.At(draw.Share),
        };

    private long Price(string model, long inputTokens, long outputTokens) => account.IsOwnServer
        ? 0
        : (inputTokens * prices.TicksPer("input-token", account.Provider, model)) + (outputTokens * prices.TicksPer("output-token", account.Provider, model));

    private OpenAiCompletion Completion(Call call, Answers answers)
    {
        var isRefused = call.Facts.Ending == CallState.Refused;
        if (isRefused) answers = new Answers([new LanguageAnswer(RefusalText, false, (int)answers.InputTokens, LanguageModel.Tokens(RefusalText.Length))], 0);
        var choices = answers.Written.Select((answer, index) => new OpenAiChoice(
            index,
            isRefused ? new OpenAiMessage("assistant", null, answer.Text) : new OpenAiMessage("assistant", answer.Text, null),
            answer.IsTruncated ? "length" : "stop"));
        return new OpenAiCompletion("chatcmpl-" + call.Facts.RequestId, "chat.completion", clock.GetUtcNow().ToUnixTimeSeconds(), call.Facts.Model, [.. choices])
        {
            Usage = account.LeavesOutUsage(call) ? null : Usage(answers),
        };
    }

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

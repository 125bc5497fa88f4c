using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Gemini;

/// <summary>generateContent: text and, from image models, one image. The answer is in the reply.</summary>
internal sealed class GeminiGeneration(GeminiDoor door, Intake intake, PriceList prices, CallWait wait)
{
    private const string Provider = "gemini";

    /// <summary>Tokens of an image of 1K, as Google counts them.</summary>
    private const int TokensPerImage = 1290;

    private static readonly SecondsRange ChatWork = new(1, 6);
    private static readonly SecondsRange ImageWork = new(4, 12);
    private static readonly int[] StatusesNotCharged = [500, 503];

    /// <summary>POST /v1beta/models/{model}:generateContent.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await door.EnterAsync(context, [.. GeminiModels.Chat, .. GeminiModels.Image]) is not { } visit) return;
        if (GeminiRequest.TryRead(visit.Model, visit.Body, out var read) is { } problem)
        {
            await GeminiErrors.Instance.WriteAsync(context, 400, problem);
            return;
        }

        var request = read!;
        if (request.WantsImage != GeminiModels.Image.Contains(visit.Model))
        {
            await GeminiErrors.Instance.WriteAsync(context, 400, $"{visit.Model} does not support the requested response modalities.");
            return;
        }

        var order = request.WantsImage ? ImageOrder(request, visit.KeyId) : ChatOrder(request, visit.KeyId);
        if (await intake.AcceptAsync(context, order, GeminiErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        await (call.Facts.Answer is { } answer
            ? Reply.WriteAsync(context, answer)
            : Reply.WriteAsync(context, 200, ImageAnswer(request, call), GeminiJson.Default.GeminiResponse));
    }

    private CallOrder ChatOrder(GeminiRequest request, string keyId) => OrderOf(request, FaultOperation.Chat, keyId) with
    {
        WorkSeconds = chance => ChatWork.At(chance.Share),
        Write = (draw, fault) => Write(request, draw, fault),
    };

    private WrittenAnswer Write(GeminiRequest request, Draw draw, LanguageFault fault)
    {
        // Thoughts count towards the bound on tokens: they leave at least half of it for the answer here.
        var language = request.Language;
        long thoughts = Math.Min(20 + draw.For("thoughts").Index(180), (language.OutputTokensMax ?? int.MaxValue) / 2);
        var answer = LanguageModel.Answer(language with { OutputTokensMax = language.OutputTokensMax - (int)thoughts }, draw, fault);
        var inputTicks = answer.InputTokens * prices.TicksPer("input-token", Provider, language.Model);
        if (answer.IsBlocked) return Written(Blocked(request, draw), inputTicks);

        var usage = new GeminiUsage(answer.InputTokens, answer.InputTokens + answer.OutputTokens + thoughts)
        {
            CandidatesTokenCount = answer.OutputTokens,
            ThoughtsTokenCount = thoughts,
        };
        var candidate = answer.IsRefusal
            ? new GeminiCandidate(null, "SAFETY", 0)
            : Candidate(new GeminiPart { Text = answer.Text }, answer.IsTruncated ? "MAX_TOKENS" : "STOP");
        var outputTicks = (answer.OutputTokens + thoughts) * prices.TicksPer("output-token", Provider, language.Model);
        return Written(Response(request, draw, usage) with { Candidates = [candidate] }, inputTicks + outputTicks);
    }

    private static WrittenAnswer Written(GeminiResponse response, long ticks) =>
        new(JsonSerializer.Serialize(response, GeminiJson.Default.GeminiResponse), ticks);

    private CallOrder ImageOrder(GeminiRequest request, string keyId) => OrderOf(request, FaultOperation.Image, keyId) with
    {
        PriceTicks = prices.TicksPer("image", Provider, request.Language.Model, request.ImageSize.ToLowerInvariant()),
        RefusalPriceTicks = 0,
        WorkSeconds = chance => ImageWork.At(chance.Share),
        AspectRatio = request.AspectRatio ?? "1:1",
        ImageCount = 1,
    };

    private static CallOrder OrderOf(GeminiRequest request, FaultOperation operation, string keyId) =>
        new(Provider, operation, keyId, request.Language.Model, request.Language.Prompt)
        {
            PriceTicks = 0,
            WorkSeconds = _ => 0,
            StatusesNotCharged = StatusesNotCharged,
            Beside = request.Language.PicturesId,
        };

    // What the filter finds in the prompt leaves no candidate at all; what it finds in the result leaves one without content.
    private static GeminiResponse ImageAnswer(GeminiRequest request, Call call)
    {
        var draw = new Draw(call.Facts.Seed);
        long prompt = LanguageModel.InputTokens(request.Language);
        if (call.Facts.Ending == CallState.Refused)
        {
            return call.Facts.EndingFault is null
                ? Blocked(request, draw)
                : Response(request, draw, new GeminiUsage(prompt, prompt)) with { Candidates = [new GeminiCandidate(null, "IMAGE_SAFETY", 0)] };
        }

        var usage = new GeminiUsage(prompt, prompt + TokensPerImage) { CandidatesTokenCount = TokensPerImage };
        var part = new GeminiPart { InlineData = new GeminiBlob("image/png", Convert.ToBase64String(StillImage.Render(call.Facts, 0))) };
        return Response(request, draw, usage) with { Candidates = [Candidate(part, "STOP")] };
    }

    private static GeminiResponse Blocked(GeminiRequest request, Draw draw)
    {
        long prompt = LanguageModel.InputTokens(request.Language);
        return Response(request, draw, new GeminiUsage(prompt, prompt)) with { PromptFeedback = new GeminiPromptFeedback("PROHIBITED_CONTENT") };
    }

    private static GeminiResponse Response(GeminiRequest request, Draw draw, GeminiUsage usage) =>
        new(request.Language.Model, draw.For("response").State.ToString("x16", CultureInfo.InvariantCulture), usage);

    private static GeminiCandidate Candidate(GeminiPart part, string reason) => new(new GeminiContent([part], "model"), reason, 0);
}

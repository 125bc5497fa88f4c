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
internal sealed class GeminiGeneration(SimulatorOptions options, GeminiDoor door, Intake intake, PriceList prices, CallWait wait)
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

        var draw = Draw.FromSeed(options.Seed).For(Provider).For(request.Language.Prompt).For(request.Language.Seed ?? 0);
        var (order, answer) = request.WantsImage ? (ImageOrder(request, visit.KeyId), null) : ChatOrder(request, visit.KeyId, draw);
        if (await intake.AcceptAsync(context, order, GeminiErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        var response = call.Facts.Ending == CallState.Refused ? Refusal(request, call) : answer ?? ImageAnswer(request, call);
        await Reply.WriteAsync(context, 200, response, GeminiJson.Default.GeminiResponse);
    }

    private (CallOrder Order, GeminiResponse Answer) ChatOrder(GeminiRequest request, string keyId, Draw draw)
    {
        // Thoughts count towards the bound on tokens: they leave at least half of it for the answer here.
        long thoughts = Math.Min(20 + draw.For("thoughts").Index(180), (request.Language.OutputTokensMax ?? int.MaxValue) / 2);
        var left = request.Language.OutputTokensMax - (int)thoughts;
        var written = LanguageModel.Answer(request.Language with { OutputTokensMax = left }, draw);
        var inputTicks = written.InputTokens * prices.TicksPer("input-token", Provider, request.Language.Model);
        var order = OrderOf(request, FaultOperation.Chat, keyId) with
        {
            PriceTicks = inputTicks + ((written.OutputTokens + thoughts) * prices.TicksPer("output-token", Provider, request.Language.Model)),
            RefusalPriceTicks = inputTicks,
            WorkSeconds = chance => ChatWork.At(chance.Share),
        };
        var usage = new GeminiUsage(written.InputTokens, written.InputTokens + written.OutputTokens + thoughts)
        {
            CandidatesTokenCount = written.OutputTokens,
            ThoughtsTokenCount = thoughts,
        };
        var part = new GeminiPart { Text = written.Text };
        return (order, Response(request, draw, usage) with { Candidates = [Candidate(part, written.IsTruncated ? "MAX_TOKENS" : "STOP")] });
    }

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
        };

    private static GeminiResponse ImageAnswer(GeminiRequest request, Call call)
    {
        var file = StillPainter.PaintPng(new StillOrder(request.Language.Prompt, call.Facts.AspectRatio!, call.Facts.Seed));
        var prompt = InputTokens(request);
        var usage = new GeminiUsage(prompt, prompt + TokensPerImage) { CandidatesTokenCount = TokensPerImage };
        var part = new GeminiPart { InlineData = new GeminiBlob("image/png", Convert.ToBase64String(file)) };
        return Response(request, new Draw(call.Facts.Seed), usage) with { Candidates = [Candidate(part, "STOP")] };
    }

    // What the filter finds in the prompt leaves no candidate at all; what it finds in the result leaves one without content.
    private static GeminiResponse Refusal(GeminiRequest request, Call call)
    {
        var prompt = InputTokens(request);
        var response = Response(request, new Draw(call.Facts.Seed), new GeminiUsage(prompt, prompt));
        return call.Facts.EndingFault is null
            ? response with { PromptFeedback = new GeminiPromptFeedback("PROHIBITED_CONTENT") }
            : response with { Candidates = [new GeminiCandidate(null, request.WantsImage ? "IMAGE_SAFETY" : "SAFETY", 0)] };
    }

    private static long InputTokens(GeminiRequest request) => LanguageModel.Answer(request.Language with { Schema = null }, default).InputTokens;

    private static GeminiResponse Response(GeminiRequest request, Draw draw, GeminiUsage usage) =>
        new(request.Language.Model, draw.For("response").State.ToString("x16", CultureInfo.InvariantCulture), usage);

    private static GeminiCandidate Candidate(GeminiPart part, string reason) => new(new GeminiContent([part], "model"), reason, 0);
}

using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Gemini;

/// <summary>batchEmbedContents.</summary>
internal sealed class GeminiEmbeddings(GeminiDoor door, Intake intake, PriceList prices, CallWait wait)
{
    private const string Provider = "gemini";
    private const int DimensionsMax = 3072;
    private const int TextsMax = 100;

    private static readonly SecondsRange Work = new(0.2, 1);

    private sealed record Batch(IReadOnlyList<string> Texts, int Dimensions);

    /// <summary>POST /v1beta/models/{model}:batchEmbedContents.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await door.EnterAsync(context, GeminiModels.Embedding) is not { } visit) return;
        if (TryRead(visit.Model, visit.Body, out var read) is { } problem)
        {
            await GeminiErrors.Instance.WriteAsync(context, 400, problem);
            return;
        }

        var batch = read!;
        long tokens = batch.Texts.Sum(text => LanguageModel.Tokens(text.Length));
        var order = new CallOrder(Provider, FaultOperation.Embedding, visit.KeyId, visit.Model, string.Join('\n', batch.Texts))
        {
            PriceTicks = tokens * prices.TicksPer("input-token", Provider, visit.Model),
            WorkSeconds = draw => Work.At(draw.Share),
            StatusesNotCharged = [500, 503],
            IsModerated = false,
        };
        if (await intake.AcceptAsync(context, order, GeminiErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        var list = new GeminiEmbeddingList([.. TextVectors.Answered(call.Facts, batch.Texts).Select(text => new GeminiEmbedding(Vector(text, batch.Dimensions)))])
        {
            // The older model does not say what it has read.
            UsageMetadata = visit.Model == "gemini-embedding-2" ? new GeminiEmbeddingUsage(tokens) : null,
        };
        await Reply.WriteAsync(context, 200, list, GeminiJson.Default.GeminiEmbeddingList);
    }

    // Only whole vectors have length 1, as at Google: a shortened one comes at some other length.
    private static float[] Vector(string text, int dimensions)
    {
        var vector = TextVectors.Of(text, dimensions);
        return dimensions == DimensionsMax ? vector : Array.ConvertAll(vector, value => value * 0.7f);
    }

    private static string? TryRead(string model, JsonElement body, out Batch? batch)
    {
        batch = null;
        if (body.Field("requests") is not { ValueKind: JsonValueKind.Array } requests || requests.GetArrayLength() == 0)
        {
            return "* BatchEmbedContentsRequest.requests: at least one request is needed";
        }

        if (requests.GetArrayLength() > TextsMax) return $"* BatchEmbedContentsRequest.requests: at most {TextsMax} requests can be in one batch";
        var texts = new List<string>();
        var dimensions = DimensionsMax;
        foreach (var request in requests.EnumerateArray())
        {
            if (!request.TryText("model", out var name) || name != "models/" + model) return "* BatchEmbedContentsRequest.requests: model must match the model of the batch";
            if (!request.TryWhole("outputDimensionality", out var wanted) || wanted is < 1 or > DimensionsMax)
            {
                return $"* EmbedContentRequest.output_dimensionality: must be from 1 to {DimensionsMax}";
            }

            if (TextOf(request) is not { Length: > 0 } text) return "* EmbedContentRequest.content: content is empty";
            texts.Add(text);
            dimensions = wanted ?? DimensionsMax;
        }

        batch = new Batch(texts, dimensions);
        return null;
    }

    private static string? TextOf(JsonElement request) =>
        request.Field("content")?.Field("parts") is { ValueKind: JsonValueKind.Array } parts && parts.GetArrayLength() > 0
        && parts[0].TryText("text", out var text)
            ? text
            : null;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Gemini;

/// <summary>Vectors by Gemini, many texts a call.</summary>
internal sealed class GeminiEmbeddingModel(ProviderHttp http, IReadOnlyList<string> models) : IEmbeddingModel
{
    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.N;

    public IReadOnlyList<string> Models => models;

    /// <summary>What Google takes in a batch.</summary>
    public int TextsMax => 100;

    public async Task<EmbeddingReply> SubmitAsync(EmbeddingRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = GeminiCall.Of(http, "embedding submit", request.Model, "batchEmbedContents", string.Join('\n', request.Texts)) with
        {
            ReplyBytesMax = Limits.EmbeddingReplyBytesMax,
        };
        if (ProblemOf(request) is { } problem) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, problem);

        var reply = await http.PostPaidAsync(call, Body(request), reservation, cancellationToken);
        if (reply.Body is not { } body || body.Array("embeddings") is not { } embeddings)
        {
            throw http.Unexpected(call, reply, "the reply holds no vectors", MoneySpent.Maybe);
        }

        var vectors = embeddings.EnumerateArray().Select(embedding => Unit(embedding.Array("values"))).ToList();
        if (vectors.Count != request.Texts.Count)
        {
            throw http.Unexpected(call, reply, $"{vectors.Count} vectors came for {request.Texts.Count} texts", MoneySpent.Maybe);
        }

        if (vectors.Any(vector => vector.Length == 0 || vector.Length != vectors[0].Length))
        {
            throw http.Unexpected(call, reply, "a vector is empty, zero, or of another length than the others", MoneySpent.Maybe);
        }

        return new EmbeddingReply(vectors, body.Object("usageMetadata")?.Count("promptTokenCount") ?? 0, null);
    }

    private string? ProblemOf(EmbeddingRequest request)
    {
        if (request.Texts.Count == 0) return "texts: there are none";
        if (request.Texts.Count > TextsMax) return $"texts: {request.Texts.Count} is above {TextsMax}, the most of one request";
        if (request.Texts.Any(string.IsNullOrWhiteSpace)) return "texts: one of them is empty";
        return request.Dimensions is < 1 ? $"dimensions: {request.Dimensions} is below 1" : null;
    }

    private static JsonObject Body(EmbeddingRequest request)
    {
        var requests = new JsonArray();
        foreach (var text in request.Texts)
        {
            // The name of the model stands in the path and, as Google wants it, in every request of the batch again.
            var one = new JsonObject
            {
                ["model"] = "models/" + GeminiCall.NameOf(request.Model),
                ["content"] = new JsonObject { ["parts"] = new JsonArray(GeminiContent.Text(text)) },
            };
            if (request.Dimensions is { } dimensions) one["outputDimensionality"] = dimensions;
            requests.Add(one);
        }

        return new JsonObject { ["requests"] = requests };
    }

    /// <summary>The vector at length 1: Google does that only for vectors that it has not shortened. Empty when it cannot be done.</summary>
    private static ReadOnlyMemory<float> Unit(JsonElement? values)
    {
        if (values is not { } list || list.EnumerateArray().Any(value => value.ValueKind != JsonValueKind.Number)) return default;
        var numbers = list.EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var length = Math.Sqrt(numbers.Sum(number => number * number));
        return length > 0 && double.IsFinite(length) ? Array.ConvertAll(numbers, number => (float)(number / length)) : default;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>Vectors of texts. One request may also hold at most 300,000 tokens in all, and 8,192 a text, which only the provider can count.</summary>
internal sealed class OpenAiEmbeddingModel(ProviderHttp http, OpenAiDialect dialect, IReadOnlyList<OpenAiEmbeddingTerms> models) : IEmbeddingModel
{
    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.N;

    public IReadOnlyList<string> Models { get; } = [.. models.Select(model => model.Name)];

    public int TextsMax => 2048;

    public async Task<EmbeddingReply> SubmitAsync(EmbeddingRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("embedding submit", "/embeddings")
        {
            Prompt = string.Join('\n', request.Texts),
            Timeout = http.Options.SynchronousTimeout,
            ReplyBytesMax = Limits.EmbeddingReplyBytesMax,
        };
        if (Problem(request) is { } problem) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, problem);

        var reply = await http.PostPaidAsync(call, Body(request), reservation, cancellationToken);
        if (reply.Body is not { } answer || answer.Array("data") is not { } data)
        {
            var error = ErrorBody.Parse(reply.Body).Message ?? "the reply holds no vectors";
            throw http.Unexpected(call, reply, error, MoneySpent.Maybe);
        }

        if (OpenAiVectors.Read(data, request, out var vectors) is { } fault) throw http.Unexpected(call, reply, fault, MoneySpent.Maybe);
        var tokens = answer.Object("usage")?.Count("prompt_tokens") ?? answer.Object("usage")?.Count("total_tokens") ?? 0;
        return new EmbeddingReply(vectors, tokens, ChargedTicks: null);
    }

    private JsonObject Body(EmbeddingRequest request)
    {
        var texts = new JsonArray();
        foreach (var text in request.Texts) texts.Add(text);
        var body = new JsonObject { ["model"] = request.Model, ["input"] = texts };
        if (request.Dimensions is { } dimensions) body["dimensions"] = dimensions;
        if (dialect.EmbeddingEncoding is { } encoding) body["encoding_format"] = encoding;
        return body;
    }

    private string? Problem(EmbeddingRequest request)
    {
        if (request.Texts.Count == 0) return "texts: there are none";
        if (request.Texts.Count > TextsMax) return $"texts: {request.Texts.Count} were given; at most {TextsMax}";
        for (var index = 0; index < request.Texts.Count; index++)
        {
            if (request.Texts[index].Length == 0) return $"texts: number {index + 1} is empty";
        }

        return request.Dimensions is { } dimensions ? DimensionsProblem(request.Model, dimensions) : null;
    }

    private string? DimensionsProblem(string name, int dimensions)
    {
        if (dimensions < 1) return $"dimensions: {dimensions} is below 1";
        if (models.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.Ordinal)) is not { } model) return null;
        if (!model.TakesDimensions) return $"dimensions: {model.Name} takes none; its vectors have {model.Dimensions}";
        return dimensions > model.Dimensions ? $"dimensions: {dimensions} is above {model.Dimensions}, the most of {model.Name}" : null;
    }
}

using System.Text.Json;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>A checked order of vectors.</summary>
/// <param name="Model">Model.</param>
/// <param name="Texts">Texts, none of them empty.</param>
/// <param name="Dimensions">Length of the vectors.</param>
/// <param name="IsBase64">Whether they are wanted in base64.</param>
internal sealed record OpenAiEmbeddingOrder(string Model, IReadOnlyList<string> Texts, int Dimensions, bool IsBase64)
{
    private const int TextsMax = 2048;
    private const int TokensMaxPerText = 8192;
    private const int TokensMax = 300_000;
    private const int OwnDimensions = 768;

    private static readonly Dictionary<string, int> Lengths = new(StringComparer.Ordinal)
    {
        ["text-embedding-3-small"] = 1536,
        ["text-embedding-3-large"] = 3072,
        ["text-embedding-ada-002"] = 1536,
    };

    /// <summary>Names of OpenAI's models.</summary>
    public static IReadOnlyCollection<string> Models => Lengths.Keys;

    /// <summary>Tokens of all texts.</summary>
    public long Tokens => Texts.Sum(text => (long)LanguageModel.Tokens(text.Length));

    /// <summary>Checks a body.</summary>
    public static OpenAiProblem? TryRead(JsonElement body, OpenAiAccount account, out OpenAiEmbeddingOrder? order)
    {
        order = null;
        if (!body.TryText("model", out var model)) return OpenAiProblem.WrongType("model", "a string");
        if (string.IsNullOrEmpty(model)) return new OpenAiProblem(400, "you must provide a model parameter");
        var most = OwnDimensions;
        if (!account.IsOwnServer && !Lengths.TryGetValue(model, out most)) return OpenAiProblem.UnknownModel(model);
        if (Read(body, account, out var texts) is { } wrongInput) return wrongInput;
        if (!body.TryText("encoding_format", out var encoding) || encoding is not (null or "float" or "base64"))
        {
            return OpenAiProblem.WrongValue("encoding_format", "float or base64");
        }

        if (!body.TryWhole("dimensions", out var dimensions)) return OpenAiProblem.WrongType("dimensions", "an integer");
        if (dimensions is not null && model == "text-embedding-ada-002")
        {
            return new OpenAiProblem(400, "This model does not support specifying dimensions.") { Field = "dimensions" };
        }

        if (dimensions < 1 || dimensions > most) return OpenAiProblem.WrongValue("dimensions", $"an integer from 1 to {most}");
        order = new OpenAiEmbeddingOrder(model, texts, dimensions ?? most, encoding == "base64");
        return null;
    }

    private static OpenAiProblem? Read(JsonElement body, OpenAiAccount account, out IReadOnlyList<string> texts)
    {
        var read = new List<string>();
        texts = read;
        if (body.Field("input") is not { } input) return OpenAiProblem.Missing("input");
        if (input.ValueKind == JsonValueKind.String) read.Add(input.GetString()!);
        else if (input.ValueKind != JsonValueKind.Array) return OpenAiProblem.WrongType("input", "a string or an array of strings");
        else if (input.GetArrayLength() is 0 or > TextsMax) return OpenAiProblem.WrongValue("input", $"an array of 1 to {TextsMax} strings");
        else if (input.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.String))
        {
            return OpenAiProblem.WrongType("input", "strings: the simulator takes no tokens");
        }
        else read.AddRange(input.EnumerateArray().Select(entry => entry.GetString()!));

        if (read.Exists(text => text.Length == 0)) return OpenAiProblem.WrongValue("input", "no empty string");
        if (account.IsOwnServer) return null;
        if (read.Exists(text => LanguageModel.Tokens(text.Length) > TokensMaxPerText))
        {
            return OpenAiProblem.WrongValue("input", $"at most {TokensMaxPerText} tokens a text");
        }

        return read.Sum(text => (long)LanguageModel.Tokens(text.Length)) > TokensMax
            ? new OpenAiProblem(400, $"Requested more than the {TokensMax} tokens that one request may hold.") { Type = "max_tokens_per_request", Code = "max_tokens_per_request" }
            : null;
    }
}

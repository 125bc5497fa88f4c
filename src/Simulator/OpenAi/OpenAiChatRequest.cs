using System.Text;
using System.Text.Json;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>A checked order of a chat answer.</summary>
/// <param name="Language">What the model is asked.</param>
/// <param name="Count">How many answers.</param>
internal sealed record OpenAiChatRequest(LanguageRequest Language, int Count)
{
    private const int CountMax = 128;
    private const int PairsMax = 16;
    private const int KeyCharactersMax = 64;
    private const int ValueCharactersMax = 512;

    /// <summary>The metadata that it is stored with, a JSON object of strings; null when it is not stored.</summary>
    public string? StoredWith { get; private init; }

    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    /// <summary>Checks a body.</summary>
    public static OpenAiProblem? TryRead(JsonElement body, OpenAiAccount account, out OpenAiChatRequest? request)
    {
        request = null;
        if (!body.TryText("model", out var model)) return OpenAiProblem.WrongType("model", "a string");
        if (string.IsNullOrEmpty(model)) return new OpenAiProblem(400, "you must provide a model parameter");
        if (!account.IsOwnServer && !OpenAiChat.Models.Contains(model)) return OpenAiProblem.UnknownModel(model);
        if (body.Field("stream") is { ValueKind: JsonValueKind.True })
        {
            return OpenAiProblem.WrongValue("stream", "it to be left out: the simulator does not imitate it");
        }

        if (Numbers(body, account, out var tokensMax, out var seed, out var count) is { } wrongNumber) return wrongNumber;
        if (Messages(body, out var messages) is { } wrongMessage) return wrongMessage;
        if (Stored(body, account, out var storedWith) is { } wrongMetadata) return wrongMetadata;
        if (OpenAiAnswerForm.TryRead(body, account, messages, out var schema) is { } wrongForm) return wrongForm;
        request = new OpenAiChatRequest(
            new LanguageRequest(model, messages) { Schema = schema, OutputTokensMax = tokensMax, Seed = seed }, account.IsOwnServer ? 1 : count)
        {
            StoredWith = storedWith,
        };
        return null;
    }

    private static OpenAiProblem? Stored(JsonElement body, OpenAiAccount account, out string? metadata)
    {
        metadata = null;
        if (account.IsOwnServer) return null;
        var isStored = body.Field("store") is { ValueKind: JsonValueKind.True };
        if (body.Field("metadata") is not { } pairs)
        {
            if (isStored) metadata = "{}";
            return null;
        }

        if (!isStored) return OpenAiProblem.WrongValue("metadata", "it to be left out: it is only allowed when 'store' is enabled");
        if (pairs.ValueKind != JsonValueKind.Object) return OpenAiProblem.WrongType("metadata", "an object");
        var fit = pairs.EnumerateObject().ToList();
        if (fit.Count > PairsMax || !fit.All(pair => pair.Name.Length <= KeyCharactersMax && pair.Value.ValueKind == JsonValueKind.String && pair.Value.GetString()!.Length <= ValueCharactersMax))
        {
            return OpenAiProblem.WrongValue("metadata", $"at most {PairsMax} pairs of strings, keys of {KeyCharactersMax} and values of {ValueCharactersMax} characters");
        }

        metadata = pairs.GetRawText();
        return null;
    }

    private static OpenAiProblem? Numbers(JsonElement body, OpenAiAccount account, out int? tokensMax, out long? seed, out int count)
    {
        seed = body.Field("seed") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var whole) ? whole : null;
        count = 1;
        if (!body.TryWhole("max_completion_tokens", out tokensMax)) return OpenAiProblem.WrongType("max_completion_tokens", "an integer");
        if (!body.TryWhole("max_tokens", out var oldTokensMax)) return OpenAiProblem.WrongType("max_tokens", "an integer");
        if (!body.TryWhole("n", out var n)) return OpenAiProblem.WrongType("n", "an integer");

        // A server of one's own knows the old name only, and passes over what it does not know.
        if (account.IsOwnServer)
        {
            tokensMax = oldTokensMax;
            return null;
        }

        if (oldTokensMax is not null) return OpenAiProblem.Unsupported("max_tokens", "Use 'max_completion_tokens' instead.");
        if (tokensMax < 1) return OpenAiProblem.WrongValue("max_completion_tokens", "an integer of at least 1");
        if (n is < 1 or > CountMax) return OpenAiProblem.WrongValue("n", $"an integer from 1 to {CountMax}");
        count = n ?? 1;
        if (body.Field("seed") is not null && seed is null) return OpenAiProblem.WrongType("seed", "an integer");
        if (body.Field("temperature") is not { } heat) return null;
        if (heat.ValueKind != JsonValueKind.Number) return OpenAiProblem.WrongType("temperature", "a number");
        return heat.GetDouble() is < 0 or > 2 ? OpenAiProblem.WrongValue("temperature", "a number from 0 to 2") : null;
    }

    private static OpenAiProblem? Messages(JsonElement body, out IReadOnlyList<LanguageMessage> messages)
    {
        var read = new List<LanguageMessage>();
        messages = read;
        if (body.Field("messages") is not { } list) return OpenAiProblem.Missing("messages");
        if (list.ValueKind != JsonValueKind.Array) return OpenAiProblem.WrongType("messages", "an array of objects");
        if (list.GetArrayLength() == 0) return OpenAiProblem.WrongValue("messages", "an array with at least one message");
        foreach (var message in list.EnumerateArray())
        {
            var place = $"messages[{read.Count}]";
            if (!message.TryText("role", out var role) || role is null || !Roles.Contains(role))
            {
                return OpenAiProblem.WrongValue($"{place}.role", $"one of {string.Join(", ", Roles)}");
            }

            if (Content(message, place, out var text, out var images) is { } problem) return problem;
            read.Add(new LanguageMessage(role, text, images));
        }

        return null;
    }

    private static OpenAiProblem? Content(JsonElement message, string place, out string text, out IReadOnlyList<byte[]> images)
    {
        var files = new List<byte[]>();
        (text, images) = ("", files);
        if (message.Field("content") is not { } content) return OpenAiProblem.Missing($"{place}.content");
        if (content.ValueKind == JsonValueKind.String)
        {
            text = content.GetString()!;
            return null;
        }

        if (content.ValueKind != JsonValueKind.Array) return OpenAiProblem.WrongType($"{place}.content", "a string or an array of parts");
        var joined = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            if (part.TryText("text", out var piece) && piece is not null) joined.Append(piece);
            else if (part.Field("image_url") is { } image && FileIn(image) is { } file)
            {
                if (PictureReader.TryRead(file) is null) return OpenAiProblem.UnreadableImage;
                files.Add(file);
            }
            else return OpenAiProblem.WrongValue($"{place}.content", "parts of text, or images as data URIs: the simulator fetches no links");
        }

        text = joined.ToString();
        return null;
    }

    private static byte[]? FileIn(JsonElement image)
    {
        image.TryText("url", out var url);
        if (image.ValueKind == JsonValueKind.String) url = image.GetString();
        if (url is null || !url.StartsWith("data:image/", StringComparison.Ordinal)) return null;
        var start = url.IndexOf(";base64,", StringComparison.Ordinal);
        var content = new byte[url.Length];
        return start >= 0 && Convert.TryFromBase64String(url[(start + 8)..], content, out var length) ? content[..length] : null;
    }
}

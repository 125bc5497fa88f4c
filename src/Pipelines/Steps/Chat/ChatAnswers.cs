using System.Text.Json;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Steps.Chat;

/// <summary>Reads the JSON that a language model was asked for. What does not fit is a problem in words, never an exception.</summary>
internal static class ChatAnswers
{
    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="read">Takes the object apart; throws <see cref="AnswerFormatException"/> where it does not fit.</param>
    public static Judged<T> Read<T>(ChatAnswer answer, Func<JsonElement, T> read)
        where T : class
    {
        switch (answer.Ending)
        {
            case ChatEnding.Refused:
                return Judged<T>.Unusable("refused", $"The model declined to answer{(answer.Refusal is null ? "" : $": {Short(answer.Refusal)}")}.", isRetryable: false);
            case ChatEnding.Truncated:
                return Judged<T>.Unusable("truncated", "The answer was cut short at the bound on its tokens.", isRetryable: true);
        }

        try
        {
            using var document = JsonDocument.Parse(Bare(answer.Text));
            return Judged<T>.Usable(read(document.RootElement));
        }
        catch (JsonException)
        {
            return Judged<T>.Unusable("malformed_answer", "The answer is not JSON.", isRetryable: true);
        }
        catch (AnswerFormatException exception)
        {
            return Judged<T>.Unusable("malformed_answer", $"The answer is not of the form that was asked for: {exception.Message}", isRetryable: true);
        }
    }

    /// <summary>A property that must be there.</summary>
    public static JsonElement Field(this JsonElement element, string name, params JsonValueKind[] kinds) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && kinds.Contains(value.ValueKind)
            ? value
            : throw new AnswerFormatException($"'{name}' is missing or of another kind.");

    /// <summary>A text that is not empty, cut to a length that state can hold.</summary>
    public static string TextField(this JsonElement element, string name, int charactersMax)
    {
        var text = element.Field(name, JsonValueKind.String).GetString()!.Trim();
        if (text.Length == 0) throw new AnswerFormatException($"'{name}' is empty.");
        return text.Length <= charactersMax ? text : Cut(text, charactersMax);
    }

    /// <summary>A number from 0 to 1.</summary>
    public static double ShareField(this JsonElement element, string name)
    {
        var value = element.Field(name, JsonValueKind.Number).GetDouble();
        return value is >= 0 and <= 1 ? value : throw new AnswerFormatException($"'{name}' is {value}, outside 0 to 1.");
    }

    /// <summary>Models like to wrap JSON into a Markdown fence.</summary>
    private static string Bare(string text)
    {
        var bare = text.Trim();
        if (!bare.StartsWith("```", StringComparison.Ordinal)) return bare;
        var begin = bare.IndexOf('\n');
        var end = bare.LastIndexOf("```", StringComparison.Ordinal);
        return begin < 0 || end <= begin ? bare : bare[(begin + 1)..end];
    }

    private static string Short(string text) => text.Length <= 200 ? text.TrimEnd('.') : Cut(text, 200) + "…";

    // Half a character would be none.
    private static string Cut(string text, int charactersMax) => text[..(char.IsHighSurrogate(text[charactersMax - 1]) ? charactersMax - 1 : charactersMax)];
}

/// <summary>An answer is not of the form that was asked for.</summary>
internal sealed class AnswerFormatException(string message) : Exception(message);

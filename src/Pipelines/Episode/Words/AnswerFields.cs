using System.Text.Json;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>
/// An object of an answer, read strictly: every field that does not fit becomes a problem with its path, and reading goes on, so that all of
/// them are told at once. What it gives for such a field is of no use; the problems say so.
/// </summary>
internal readonly struct AnswerFields(JsonElement element, string path, List<WordProblem> problems, Blocklist blocklist)
{
    private const int ValueCharactersMax = 60;

    /// <summary>Path of a field.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Notes a problem.</summary>
    public void Add(string name, string message) => problems.Add(new WordProblem(PathOf(name), message));

    /// <summary>A text that is not empty, not too long, and without what the blocklist forbids.</summary>
    public string Text(string name, int charactersMax)
    {
        if (Value(name) is not { ValueKind: JsonValueKind.String } value)
        {
            Add(name, "must be a text");
            return "";
        }

        var text = value.GetString()!.Trim();
        if (text.Length == 0) Add(name, "is empty");
        if (text.Length > charactersMax) Add(name, $"has {text.Length} characters; at most {charactersMax} are allowed");
        if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))) Add(name, "contains control characters");
        if (blocklist.FirstIn(text) is { } forbidden) Add(name, $"contains '{forbidden}', which the blocklist forbids");
        return text;
    }

    /// <summary>A text that is spoken and shown as captions: sentences of some words, none of which is too long for a line.</summary>
    public string Spoken(string name, int charactersMax, int wordsMax)
    {
        var text = Text(name, charactersMax);
        foreach (var sentence in Sentences(text))
        {
            var words = SpeechLength.Words(sentence);
            if (words > WordLimits.SentenceWordsMax) Add(name, $"a sentence has {words} words ('{Short(sentence)}'); at most {WordLimits.SentenceWordsMax} fit a caption");
        }

        var all = SpeechLength.Words(text);
        if (text.Length > 0 && all == 0) Add(name, $"'{Short(text)}' has no word");
        if (all > wordsMax) Add(name, $"has {all} words; at most {wordsMax} are allowed");
        if (text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => word.Length > WordLimits.WordCharactersMax) is { } longWord)
        {
            Add(name, $"'{Short(longWord)}' has {longWord.Length} characters; a caption holds words of at most {WordLimits.WordCharactersMax}");
        }

        return text;
    }

    /// <summary>One word, in lower case.</summary>
    public string Word(string name)
    {
        var text = Text(name, WordLimits.TraitCharactersMax);
        if (text.Length > 0 && (text.Length > WordLimits.WordCharactersMax || !text.All(letter => char.IsLetter(letter) || letter is '-' or '\'')))
        {
            Add(name, $"'{Short(text)}' must be one word of at most {WordLimits.WordCharactersMax} letters");
        }

        return text.ToLowerInvariant();
    }

    /// <summary>One of some names.</summary>
    /// <returns>Its number; -1 when it is none of them.</returns>
    public int Choice(string name, IReadOnlyList<string> names)
    {
        if (Value(name) is not { ValueKind: JsonValueKind.String } value)
        {
            Add(name, $"must be one of: {string.Join(", ", names)}");
            return -1;
        }

        var index = names.Index().Where(entry => entry.Item == value.GetString()).Select(entry => entry.Index).DefaultIfEmpty(-1).First();
        if (index < 0) Add(name, $"'{Short(value.GetString()!)}' is not one of: {string.Join(", ", names)}");
        return index;
    }

    /// <summary>The objects of a list with so many entries.</summary>
    public IReadOnlyList<AnswerFields> Objects(string name, int countMin, int countMax)
    {
        var fields = new List<AnswerFields>();
        foreach (var (index, item) in Items(name, countMin, countMax).Index())
        {
            if (item.ValueKind == JsonValueKind.Object) fields.Add(new AnswerFields(item, $"{PathOf(name)}[{index}]", problems, blocklist));
            else Add($"{name}[{index}]", "must be an object");
        }

        return fields;
    }

    /// <summary>The texts of a list with so many entries.</summary>
    public IReadOnlyList<string> Texts(string name, int countMin, int countMax, int charactersMax)
    {
        var texts = new List<string>();
        foreach (var (index, item) in Items(name, countMin, countMax).Index())
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()!.Trim().TrimStart('#') : "";
            if (text.Length == 0 || text.Length > charactersMax) Add($"{name}[{index}]", $"must be a text of 1 to {charactersMax} characters");
            else if (blocklist.FirstIn(text) is { } forbidden) Add($"{name}[{index}]", $"contains '{forbidden}', which the blocklist forbids");
            else texts.Add(text);
        }

        return texts;
    }

    /// <summary>An object within.</summary>
    public AnswerFields Object(string name)
    {
        if (Value(name) is { ValueKind: JsonValueKind.Object } value) return new AnswerFields(value, PathOf(name), problems, blocklist);
        Add(name, "must be an object");

        // That it is missing is told; what it would have held is not told again.
        return new AnswerFields(default, PathOf(name), [], blocklist);
    }

    /// <summary>A value for a message.</summary>
    public static string Short(string text) => DocumentNode.Shorten(text.Length <= ValueCharactersMax ? text : text[..ValueCharactersMax] + "...");

    private static IEnumerable<string> Sentences(string text) =>
        text.Split(['.', '!', '?', ':', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private IEnumerable<JsonElement> Items(string name, int countMin, int countMax)
    {
        if (Value(name) is not { ValueKind: JsonValueKind.Array } list)
        {
            Add(name, "must be a list");
            return [];
        }

        var count = list.GetArrayLength();
        if (count < countMin || count > countMax) Add(name, countMin == countMax ? $"has {count} entries; {countMin} are wanted" : $"has {count} entries; {countMin} to {countMax} are allowed");

        // Beyond the bound nothing is read: the list itself is the problem.
        return list.EnumerateArray().Take(countMax + 1);
    }

    private JsonElement? Value(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}

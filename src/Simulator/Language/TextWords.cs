namespace FunctionsPipeline.Simulator.Language;

/// <summary>The words of a text that say what it is about.</summary>
internal static class TextWords
{
    private static readonly HashSet<string> Common = new(
        ("a an and any are as at be because been but by can could did do does for from get give given had has have he her here hers him his how i if in into is it its " +
         "just let like made make many may me might more most much must my no not of off on one only or other our out over please per she should so some such than that " +
         "the their them then there these they this those through to too under up us very was we were what when where which while who whom why will with would you your " +
         "yours also answer answers json schema object array string number field fields return respond reply replies write rate score scores scale following below above " +
         "post posts tweet text prompt prompts picture pictures image images user system author about each every between exactly short polite comment comments suggestion " +
         "suggestions words word http https www com photo photograph painting illustration showing").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Lower-case words without the common ones, in order, each once.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var words = new List<string>();
        foreach (var word in Split(text))
        {
            if (word.Length > 2 && word.Length <= 24 && !Common.Contains(word) && seen.Add(word)) words.Add(word);
        }

        return words;
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = -1;
        for (var index = 0; index <= text.Length; index++)
        {
            var isPart = index < text.Length && (char.IsLetter(text[index]) || (start >= 0 && text[index] is '\'' or '-'));
            if (isPart && start < 0) start = index;
            if (isPart || start < 0) continue;
            yield return text[start..index].Trim('\'', '-').ToLowerInvariant();
            start = -1;
        }
    }
}

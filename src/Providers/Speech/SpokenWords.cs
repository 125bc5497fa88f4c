namespace FunctionsPipeline.Providers.Speech;

/// <summary>Puts characters with their times together to words. Pure.</summary>
internal static class SpokenWords
{
    /// <summary>Words, which end at white space; marks belong to the word that they touch.</summary>
    public static IReadOnlyList<TimedText> Of(IReadOnlyList<TimedText> characters)
    {
        var words = new List<TimedText>();
        TimedText? word = null;
        foreach (var character in characters)
        {
            if (string.IsNullOrWhiteSpace(character.Text))
            {
                if (word is not null) words.Add(word);
                word = null;
                continue;
            }

            word = word is null ? character : new TimedText(word.Text + character.Text, word.StartSeconds, character.EndSeconds);
        }

        if (word is not null) words.Add(word);
        return words;
    }
}

namespace FunctionsPipeline.Simulator.Speech;

/// <summary>When each character of a text is spoken, worked out from its words: a word's time is spread evenly over its characters.</summary>
/// <param name="Characters">The characters; one outside the basic plane is one.</param>
/// <param name="Starts">When each begins, s.</param>
/// <param name="Ends">When each ends, s.</param>
internal sealed record CharacterTimes(IReadOnlyList<string> Characters, IReadOnlyList<double> Starts, IReadOnlyList<double> Ends)
{
    /// <summary>The times of a spoken text.</summary>
    public static CharacterTimes Of(string text, SpokenSound sound)
    {
        var (characters, starts, ends) = (new List<string>(), new List<double>(), new List<double>());
        var at = 0;
        var time = 0.0;
        foreach (var word in sound.Words)
        {
            Spread(text[at..word.Start], time, word.StartSeconds);
            Spread(text.Substring(word.Start, word.Length), word.StartSeconds, word.EndSeconds);
            (at, time) = (word.Start + word.Length, word.EndSeconds);
        }

        Spread(text[at..], time, sound.Seconds);
        return new CharacterTimes(characters, starts, ends);

        void Spread(string part, double from, double to)
        {
            var runes = part.EnumerateRunes().ToList();
            for (var index = 0; index < runes.Count; index++)
            {
                characters.Add(runes[index].ToString());
                starts.Add(Rounded(from + ((to - from) * index / runes.Count)));
                ends.Add(Rounded(from + ((to - from) * (index + 1) / runes.Count)));
            }
        }
    }

    private static double Rounded(double seconds) => Math.Round(seconds, 3);
}

namespace FunctionsPipeline.Providers.Offline;

/// <summary>Reads a short English text as words with their concepts. Other languages keep their words as they are.</summary>
public static class EnglishText
{
    /// <summary>The words in their order. A phrase that the word list knows is one word. Emoji and punctuation are left out.</summary>
    public static IReadOnlyList<EnglishWord> Read(string text)
    {
        var lexicon = EnglishLexicon.BuiltIn;
        var tokens = EnglishTokens.Read(text);
        var stems = tokens.ConvertAll(token => EnglishStem.Of(token.Text));
        var words = new List<EnglishWord>(tokens.Count);
        for (var index = 0; index < tokens.Count;)
        {
            var length = Math.Min(lexicon.PhraseWordsMax, tokens.Count - index);
            while (length > 1 && lexicon.GroupOf(Surface(tokens, index, length), string.Join(' ', stems.GetRange(index, length))) is null) length--;
            var number = length == 1 ? EnglishNumber.Of(tokens[index].Text, index + 1 < tokens.Count ? tokens[index + 1].Text : null) : null;
            words.Add(number is null ? Word(tokens[index], Surface(tokens, index, length), string.Join(' ', stems.GetRange(index, length)), lexicon) : Number(tokens[index], number));
            index += length;
        }

        return words;
    }

    private static EnglishWord Number(EnglishToken token, string number) => new(token.Text, number, WordRole.Content)
    {
        StartsSentence = token.StartsSentence,
        StartsClause = token.StartsClause,
        IsListed = true,
        IsNumber = true,
    };

    private static string Surface(List<EnglishToken> tokens, int index, int length) =>
        string.Join(' ', tokens.GetRange(index, length).Select(token => token.Text));

    private static EnglishWord Word(EnglishToken first, string surface, string stems, EnglishLexicon lexicon)
    {
        var group = lexicon.GroupOf(surface, stems);
        var isSilent = lexicon.IsSilent(surface);
        var role = isSilent ? WordRole.Silent : group?.Role ?? WordRole.Content;
        return new EnglishWord(surface, isSilent ? stems : group?.Concept ?? stems, role)
        {
            IsCapitalised = first.IsCapitalised,
            StartsSentence = first.StartsSentence,
            StartsClause = first.StartsClause,
            IsListed = isSilent || group is not null,
        };
    }
}

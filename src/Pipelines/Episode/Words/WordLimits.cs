namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>The bounds that the words of an episode keep, each with its reason.</summary>
public static class WordLimits
{
    /// <summary>Shortest episode, s.</summary>
    public const int SecondsMin = 30;

    /// <summary>Longest episode, s: what the platforms take as a short.</summary>
    public const int SecondsMax = 60;

    /// <summary>Characters of a raw story that a model is shown: a dozen pages, and what it costs to read is bounded by it.</summary>
    public const int StoryCharactersMax = 20_000;

    /// <summary>Characters of a title, as at YouTube.</summary>
    public const int TitleCharactersMax = 100;

    /// <summary>Characters of a logline: a sentence.</summary>
    public const int LoglineCharactersMax = 240;

    /// <summary>Characters of a description: what is read of it before one has to open it, several times over.</summary>
    public const int DescriptionCharactersMax = 1000;

    /// <summary>Words of one sentence: more cannot be said in a breath, nor read as a caption in time.</summary>
    public const int SentenceWordsMax = 32;

    /// <summary>Words of a spoken line: about eight seconds of one face.</summary>
    public const int LineWordsMax = 20;

    /// <summary>Characters of one word: a longer one does not fit the width of a caption.</summary>
    public const int WordCharactersMax = 24;

    /// <summary>Most characters who appear.</summary>
    public const int CharactersMax = 4;

    /// <summary>Fewest and most spoken lines.</summary>
    public const int LinesMin = 2;

    /// <inheritdoc cref="LinesMin"/>
    public const int LinesMax = 4;

    /// <summary>Fewest and most B-roll scenes.</summary>
    public const int ScenesMin = 4;

    /// <inheritdoc cref="ScenesMin"/>
    public const int ScenesMax = 6;

    /// <summary>Characters of a prompt, an appearance among them: image models read no more with care.</summary>
    public const int PromptCharactersMax = 600;

    /// <summary>Characters of one field of a character's depth or voice.</summary>
    public const int TraitCharactersMax = 200;

    /// <summary>Characters of an id: it becomes part of file names.</summary>
    public const int IdCharactersMax = 40;

    /// <summary>Characters of a name.</summary>
    public const int NameCharactersMax = 60;

    /// <summary>Fewest and most tags.</summary>
    public const int TagsMin = 3;

    /// <inheritdoc cref="TagsMin"/>
    public const int TagsMax = 10;

    /// <summary>Characters of a tag; ten of them are within the 500 that YouTube takes in all.</summary>
    public const int TagCharactersMax = 40;

    /// <summary>Fewest and most words on a thumbnail: what is read at the size of a thumb.</summary>
    public const int ThumbnailWordsMin = 2;

    /// <inheritdoc cref="ThumbnailWordsMin"/>
    public const int ThumbnailWordsMax = 5;

    /// <summary>Characters on a thumbnail, for the same reason.</summary>
    public const int ThumbnailCharactersMax = 32;

    /// <summary>Problems of one answer that are kept: they are sent back to the model and travel in a payload of 16 KiB.</summary>
    public const int ProblemsMax = 20;

    /// <summary>Bound on the tokens of an answer.</summary>
    public const int AnswerTokensMax = 4000;
}

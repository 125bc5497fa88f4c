namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>Bounds of the search for stories, each with its reason.</summary>
public static class StoryLimits
{
    /// <summary>Fewest words of a story: less makes no five beats.</summary>
    public const int WordsMin = 60;

    /// <summary>Most words: a minute cannot hold more than a scene of a novel.</summary>
    public const int WordsMax = 3000;

    /// <summary>A story file, bytes.</summary>
    public const int FileBytesMax = 256 << 10;

    /// <summary>Files of a folder.</summary>
    public const int FilesMax = 1000;

    /// <summary>Places of a search: each is asked every time.</summary>
    public const int PlacesMax = 20;

    /// <summary>Characters of a place: an address or a path.</summary>
    public const int PlaceCharactersMax = 500;

    /// <summary>Entries of each list of a blocklist: all of them are sent to the writer.</summary>
    public const int BlockedMax = 100;

    /// <summary>Characters of such an entry.</summary>
    public const int BlockedCharactersMax = 100;

    /// <summary>Characters of a title.</summary>
    public const int TitleCharactersMax = 200;

    /// <summary>How like a used story another may be: the share of equal runs of words from which they are one story.</summary>
    public const double SameFrom = 0.5;
}

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>The limits of the pipeline, each with its reason; those of its words are <see cref="Words.WordLimits"/>, those of the search for stories <see cref="Stories.StoryLimits"/>.</summary>
public static class EpisodeLimits
{
    /// <summary>Stories of a run: each may take many minutes.</summary>
    public const int StoriesMax = 1000;

    /// <summary>How long a picture or a talking head may be in a provider's queue, s.</summary>
    public const int CallTimeoutSeconds = 1800;

    /// <summary>Characters of the project that a writer is told of: what it reads, and costs, is bounded by it.</summary>
    public const int KnownCharactersMax = 12;

    /// <summary>Side of a video, pixels: smaller ones cannot be read, larger ones nobody shows.</summary>
    public const int SideMinPx = 128;

    /// <summary>See <see cref="SideMinPx"/>.</summary>
    public const int SideMaxPx = 2160;
}

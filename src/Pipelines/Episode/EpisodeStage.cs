namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>The checkpoints of an episode, in order. What lies before one is done and is never paid again.</summary>
public enum EpisodeStage
{
    /// <summary>The story is found and retold in five beats.</summary>
    StoryGenerated,

    /// <summary>Who appears, what is said and what is shown is planned.</summary>
    VideoPlanCreated,

    /// <summary>Pictures, voices and talking heads are there.</summary>
    AssetsGenerated,

    /// <summary>The video is rendered, reviewed and has its thumbnail.</summary>
    VideoRendered,
}

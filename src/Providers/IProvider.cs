namespace FunctionsPipeline.Providers;

/// <summary>A provider that a host has access to, over one connection pool. What it does not offer is null. Safe for several threads.</summary>
public interface IProvider : IDisposable
{
    /// <summary>Clips.</summary>
    IVideoGenerator? Video => null;

    /// <summary>Images.</summary>
    IImageGenerator? Images => null;

    /// <summary>Text.</summary>
    IChatModel? Chat => null;

    /// <summary>Vectors of texts.</summary>
    IEmbeddingModel? Embeddings => null;

    /// <summary>Public posts.</summary>
    IPostSearch? Posts => null;

    /// <summary>Spoken texts.</summary>
    ISpeechModel? Speech => null;

    /// <summary>Clips of a face that speaks.</summary>
    ITalkingHead? TalkingHeads => null;

    /// <summary>Raw stories.</summary>
    IStorySource? Stories => null;

    /// <summary>A channel to put videos on.</summary>
    IVideoPublisher? VideoPublisher => null;

    /// <summary>What people did with the videos of a channel.</summary>
    IVideoStatistics? VideoStatistics => null;

    /// <summary>An account that posts.</summary>
    IPostPublisher? PostPublisher => null;
}

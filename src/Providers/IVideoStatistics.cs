namespace FunctionsPipeline.Providers;

/// <summary>Reads what people did with the videos of a channel. It costs no money; the provider counts calls against daily quotas. Safe for several threads.</summary>
public interface IVideoStatistics
{
    /// <summary>Videos that one call may ask for.</summary>
    int VideosMax { get; }

    /// <summary>Figures of videos as they stand now. A video that is gone is not in the answer.</summary>
    /// <param name="videoIds">The provider's ids, 1 to <see cref="VideosMax"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ProviderException">No answer.</exception>
    Task<IReadOnlyList<VideoFigures>> GetAsync(IReadOnlyList<string> videoIds, CancellationToken cancellationToken);
}

/// <summary>Figures of a video. Null where the channel hides one.</summary>
/// <param name="VideoId">The provider's id.</param>
/// <param name="Views">How often it was watched.</param>
/// <param name="Likes">Likes.</param>
/// <param name="Comments">Comments.</param>
public sealed record VideoFigures(string VideoId, long? Views, long? Likes, long? Comments);

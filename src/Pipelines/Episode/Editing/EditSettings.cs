using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>How an episode is cut, beside its pattern.</summary>
/// <param name="WidthPx">Width of the video, even.</param>
/// <param name="HeightPx">Height of the video, even.</param>
/// <param name="FramesPerSecond">10 to 60.</param>
/// <param name="Seed">Decides between what is equally good; the same seed makes the same cut.</param>
public sealed record EditSettings(int WidthPx = 1080, int HeightPx = 1920, int FramesPerSecond = 30, int Seed = 1)
{
    /// <summary>Whether shots come in by more than cuts. Default true.</summary>
    public bool HasTransitions { get; init; } = true;

    /// <summary>Look of the talking heads; pictures come graded. Default: as they are.</summary>
    public Grade Grade { get; init; }

    /// <summary>Level of the music beside the voices, dB, before it makes room for them. Default -8.</summary>
    public double MusicGainDb { get; init; } = -8;
}

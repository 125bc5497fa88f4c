namespace FunctionsPipeline.Analysis;

/// <summary>What was measured in a video. Plain numbers, fit for JSON.</summary>
public sealed record VideoAnalysis
{
    /// <summary>Frames looked at, at least 1.</summary>
    public required int Frames { get; init; }

    /// <summary>From the first frame to the end of the last, seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Mean rate by the frames' timestamps; the nominal rate where it fits them or there is one frame only.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>Width of the analysed frames, pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the analysed frames, pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Mean luma, 0 to 255.</summary>
    public required double MeanLuma { get; init; }

    /// <summary>Mean absolute difference of luma between neighbouring frames, 0 to 255; 0 for a single frame.</summary>
    public required double MeanDifference { get; init; }

    /// <summary>Mean over frames of the variance of luma's Laplacian.</summary>
    public required double Sharpness { get; init; }

    /// <summary>One answer from each detector.</summary>
    public required IReadOnlyList<DetectorResult> Detectors { get; init; }

    /// <summary>What was wrong with the file although frames came out of it; null when nothing was.</summary>
    public string? Warning { get; init; }
}

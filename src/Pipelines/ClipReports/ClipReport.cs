using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>What the page of one video shows.</summary>
public sealed record ClipReport
{
    /// <summary>Name of the file, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the video from the page, with forward slashes; null where a browser would not show it.</summary>
    public required string? ClipPath { get; init; }

    /// <summary>What was measured, with the detectors' series.</summary>
    public required VideoAnalysis Analysis { get; init; }

    /// <summary>The scores.</summary>
    public required VideoScores Scores { get; init; }

    /// <summary>Id of the device that measured.</summary>
    public required string Device { get; init; }

    /// <summary>What the video is meant to show.</summary>
    public required IReadOnlyList<string> Expects { get; init; }

    /// <summary>How near it is to its reference, in words; null without one.</summary>
    public string? Reference { get; init; }

    /// <summary>Pictures of the worst moments.</summary>
    public required IReadOnlyList<FindingPicture> Pictures { get; init; }
}

/// <summary>The frame at a finding's worst moment.</summary>
/// <param name="Detector">What found it.</param>
/// <param name="Finding">The finding; its box and heat map are drawn over the picture.</param>
/// <param name="Jpeg">The frame without anything drawn on it; null when it could not be taken.</param>
public sealed record FindingPicture(string Detector, DetectorFinding Finding, byte[]? Jpeg);

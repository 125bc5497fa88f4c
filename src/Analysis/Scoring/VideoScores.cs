namespace FunctionsPipeline.Analysis;

/// <summary>Two scores from 0 to 100; null when nothing that counts for it could be measured.</summary>
/// <param name="Photorealism">How much it looks like a camera's picture.</param>
/// <param name="Physics">How much what moves obeys physics.</param>
/// <param name="Contributions">What was taken off, by detector id, in points.</param>
/// <param name="Missing">Why a score is null; null when none is.</param>
public sealed record VideoScores(
    double? Photorealism, double? Physics, IReadOnlyDictionary<string, double> Contributions, string? Missing);

using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Calibration;

/// <summary>What the detectors said about a clip of which the truth is known.</summary>
/// <param name="Label">The truth.</param>
/// <param name="Results">The answers by detector id.</param>
internal sealed record ClipRun(ClipLabel Label, IReadOnlyDictionary<string, DetectorResult> Results);

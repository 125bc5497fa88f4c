using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Calibration;

/// <summary>The truth about a clip, a line of <c>labels.jsonl</c>.</summary>
internal sealed record ClipLabel
{
    public const string FileName = "labels.jsonl";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>The clip's name in the folder of the labels.</summary>
    public required string File { get; init; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Defect { get; init; }

    /// <summary>0 for a clean clip, 1 for hardly visible to 5 for blatant.</summary>
    public int Severity { get; init; }

    /// <summary>What it shows, for example <c>pan</c>.</summary>
    public required string Control { get; init; }

    /// <summary>The clips of one series show the same scene at severities 1 to 5; null for clean ones.</summary>
    public string? Series { get; init; }

    /// <summary>Whole seconds and parts from the first frame; 0 for clean clips.</summary>
    public double StartSeconds { get; init; }

    public double EndSeconds { get; init; }

    /// <summary>Where, over all its time; null for the whole frame.</summary>
    public PixelBox? Box { get; init; }

    /// <summary>Where, in the frame in which it shows most; null for the whole frame.</summary>
    public PixelBox? PeakBox { get; init; }

    public double FramesPerSecond { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>Constant rate factor of the encoder.</summary>
    public int Crf { get; init; }

    public int Seed { get; init; }

    /// <summary>What the prompt is said to expect.</summary>
    public IReadOnlyList<string> Expects { get; init; } = [];

    public static string ToLine(ClipLabel label) => JsonSerializer.Serialize(label, Options);

    /// <summary>The labels of a folder, by file.</summary>
    public static IReadOnlyList<ClipLabel> ReadFolder(string folder) =>
        [.. System.IO.File.ReadLines(Path.Combine(folder, FileName)).Select(line => JsonSerializer.Deserialize<ClipLabel>(line, Options)!)];
}

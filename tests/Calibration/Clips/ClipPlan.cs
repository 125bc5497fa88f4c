namespace FunctionsPipeline.Calibration;

/// <summary>Everything that decides what a clip shows: the same plan gives the same clip.</summary>
internal sealed record ClipPlan
{
    /// <summary>The clip's name without its ending.</summary>
    public required string Name { get; init; }

    /// <summary>Draws the scene; the clips of a series share it.</summary>
    public required int Seed { get; init; }

    public required SceneKind Scene { get; init; }

    /// <summary>The control's name in the label.</summary>
    public required string Control { get; init; }

    /// <summary>Null for a clean clip.</summary>
    public string? Defect { get; init; }

    /// <summary>1 to 5; 0 for a clean clip.</summary>
    public int Severity { get; init; }

    /// <summary>True when the textures are those of the test clips.</summary>
    public bool IsTest { get; init; }

    /// <summary>False to keep from the detectors that things should fall freely.</summary>
    public bool SaysBallistic { get; init; } = true;

    public int WidthPx { get; init; } = 480;

    public int HeightPx { get; init; } = 270;

    public double FramesPerSecond { get; init; } = 24;

    public double DurationSeconds { get; init; } = 2;

    public int Crf { get; init; } = 23;

    /// <summary>Standard deviation of the sensor's noise, of 255.</summary>
    public double NoiseLevels { get; init; } = 1;

    public int Frames => (int)Math.Round(DurationSeconds * FramesPerSecond);

    /// <summary>The series a defective clip belongs to: its name without the severity.</summary>
    public string? Series => Defect is null ? null : Name[..Name.LastIndexOf('-')];
}

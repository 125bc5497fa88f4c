namespace FunctionsPipeline.Calibration;

/// <summary>Which painted clips a set holds: each defect in several scenes at five severities, and clean controls.</summary>
internal static class PaintedSet
{
    public const int Severities = 5;

    private static readonly (int Width, int Height)[] Sizes = [(320, 180), (426, 240), (480, 270), (400, 300), (640, 360), (360, 360), (270, 480)];

    /// <summary>Scenes that a defect of the picture is put into; those in which it would be no defect are missing.</summary>
    private static readonly SceneKind[] Stages =
    [
        SceneKind.Static, SceneKind.Pan, SceneKind.Talking, SceneKind.Zoom, SceneKind.Shake, SceneKind.Occlusion, SceneKind.Rotation,
        SceneKind.Lighting, SceneKind.Busy, SceneKind.Text, SceneKind.Carried,
    ];

    /// <summary>The controls beside the scenes themselves: how a clip was recorded and stored.</summary>
    private static readonly string[] Recordings = ["reencode", "rate", "noise", "size"];

    /// <summary>The plans of a set.</summary>
    /// <param name="seed">Other seeds, other clips.</param>
    /// <param name="perCell">Series of each defect; and clean clips of each kind.</param>
    /// <param name="isTest">Takes the textures of the test clips.</param>
    /// <param name="defects">Only these defects.</param>
    public static IEnumerable<ClipPlan> Plans(int seed, int perCell, bool isTest, IReadOnlyCollection<string> defects)
    {
        for (var number = 0; number < perCell; number++)
        {
            foreach (var kind in Enum.GetValues<SceneKind>()) yield return Clean(seed, number, kind, isTest);
            foreach (var recording in Recordings) yield return Recorded(seed, number, recording, isTest);
            foreach (var defect in defects)
            {
                for (var severity = 1; severity <= Severities; severity++) yield return Spoilt(seed, number, defect, severity, isTest);
            }
        }
    }

    private static ClipPlan Clean(int seed, int number, SceneKind kind, bool isTest)
    {
        var name = ControlOf(kind);
        var plan = Draw(SeedOf(seed, number, name), kind, name, isTest);
        return plan with { Name = $"clean-{name}-{number:00}", SaysBallistic = number % 4 != 3 };
    }

    private static ClipPlan Recorded(int seed, int number, string recording, bool isTest)
    {
        var clipSeed = SeedOf(seed, number, recording);
        var random = new Random(clipSeed + 1);
        var kinds = new[] { SceneKind.Static, SceneKind.Pan, SceneKind.Talking, SceneKind.Zoom, SceneKind.Occlusion };
        var kind = kinds[random.Next(kinds.Length)];
        var plan = Draw(clipSeed, kind, recording, isTest) with { Name = $"clean-{recording}-{number:00}" };
        double[] rates = [8, 10, 12, 15, 50, 60];
        (int, int)[] sizes = [(1280, 720), (854, 480), (1920, 1080), (318, 178), (426, 234), (720, 576)];
        return recording switch
        {
            "reencode" => plan with { Crf = 18 + 4 * (number % 6) },
            "rate" => plan with { FramesPerSecond = rates[number % rates.Length] },
            "noise" => plan with { NoiseLevels = random.Between(2, 6), Crf = 18 },
            _ => plan with { WidthPx = sizes[number % sizes.Length].Item1, HeightPx = sizes[number % sizes.Length].Item2 },
        };
    }

    private static ClipPlan Spoilt(int seed, int number, string defect, int severity, bool isTest)
    {
        var clipSeed = SeedOf(seed, number, defect);
        var kind = DefectIds.IsMotion(defect) ? SceneKind.Fall : Stages[number % Stages.Length];
        var plan = Draw(clipSeed, kind, ControlOf(kind), isTest);

        // Every fourth series is seen without knowing that things should fall; where that says nothing, all are told.
        var isTold = defect == DefectIds.ZeroGravity || number % 4 != 3;
        return plan with { Name = $"{defect}-{number:00}-{severity}", Defect = defect, Severity = severity, SaysBallistic = isTold };
    }

    private static ClipPlan Draw(int seed, SceneKind kind, string control, bool isTest)
    {
        var random = new Random(seed + 2);
        var (width, height) = Sizes[random.Next(Sizes.Length)];
        if (kind is SceneKind.Fall or SceneKind.Bounce or SceneKind.Roll && height > width) (width, height) = (480, 270);
        int[] rates = [24, 25, 30];
        int[] factors = [18, 20, 23, 26, 28];
        return new ClipPlan
        {
            Name = control,
            Seed = seed,
            Scene = kind,
            Control = control,
            IsTest = isTest,
            WidthPx = width,
            HeightPx = height,
            FramesPerSecond = rates[random.Next(rates.Length)],
            DurationSeconds = random.Between(1.9, 2.6),
            Crf = factors[random.Next(factors.Length)],
            NoiseLevels = random.Between(0, 2),
        };
    }

    private static string ControlOf(SceneKind kind) => kind switch
    {
        SceneKind.LowTexture => "low-texture",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>A seed of its own for each clip, the same on every machine.</summary>
    public static int SeedOf(int seed, int number, string name)
    {
        // FNV-1a; string hash codes differ from run to run.
        var hash = 2166136261u ^ (uint)seed;
        foreach (var letter in name) hash = unchecked((hash ^ letter) * 16777619);
        return (int)(unchecked((hash + (uint)number * 2654435761) & 0x3fffffff));
    }
}

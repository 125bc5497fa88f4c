namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>Every defect that a clip can have.</summary>
internal static class DefectCatalog
{
    /// <summary>All of them, in the order in which they are painted.</summary>
    public static IReadOnlyList<IDefect> All { get; } =
    [
        new ZeroGravity(),
        new GravityInversion(),
        new MomentumViolation(),
        new TextureBleeding(),
        new Melting(),
        new Warping(),
        new EmeraldSparks(),
        new ChromaticAberration(),
        new Flicker(),
        new Freeze(),
    ];

    /// <summary>The defect of a kind.</summary>
    public static IDefect Named(string kind) => All.First(defect => defect.Kind == kind);

    /// <summary>The traps that a prompt sets.</summary>
    public static IReadOnlyList<string> TrapsIn(string prompt)
    {
        var text = prompt.ToLowerInvariant();
        return [.. All.Where(defect => IsAskedBy(defect, text)).Select(defect => defect.Trap!)];
    }

    /// <summary>What goes wrong with a clip.</summary>
    /// <param name="draw">The clip's chance.</param>
    /// <param name="traps">Traps in its prompt.</param>
    /// <param name="trapChance">Probability that a trap shows up.</param>
    /// <param name="weaknessChance">Probability of each weakness, per trap and once more.</param>
    public static IReadOnlyList<IDefect> Draw(Draw draw, IReadOnlyList<string> traps, double trapChance, double weaknessChance)
    {
        var drawn = new List<IDefect>();
        foreach (var defect in All)
        {
            var chance = defect.Trap is null ? weaknessChance * (1 + traps.Count) : traps.Contains(defect.Trap) ? trapChance : 0;
            var isFree = drawn.TrueForAll(other => other.Group != defect.Group);
            if (isFree && draw.For("defect").For(defect.Kind).Happens(chance)) drawn.Add(defect);
        }

        return drawn;
    }

    private static bool IsAskedBy(IDefect defect, string text) =>
        defect.AskedBy.Any(words => words.All(word => text.Contains(word, StringComparison.Ordinal)));
}

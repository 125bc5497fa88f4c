namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>The traps and the known combinations of them.</summary>
/// <remarks>
/// A plan stores trap ids and phrasing numbers, and the text besides: a changed sentence here re-words later plans
/// and leaves older ones as they are.
/// </remarks>
public static class TrapCatalog
{
    /// <summary>Every trap: three of physics, three of coherence.</summary>
    public static IReadOnlyList<Trap> All { get; } =
    [
        new("zero-gravity", TrapFamily.Physics, "zero-gravity", "Nothing falls: objects float without weight.", new(
            "The {whole scene is|action takes place} in {zero gravity|complete zero gravity}: {every object floats|all objects drift} weightless and {never settles|keeps hanging in mid-air}.")),
        new("momentum-violation", TrapFamily.Physics, "momentum-violation", "Objects change speed in mid-flight without a cause.", new(
            "The objects {violate|break} conservation of momentum: in mid-flight they suddenly {change direction|jump to a new speed}, {with nothing touching them|without any collision}.")),
        new("gravity-inversion", TrapFamily.Physics, "gravity-inversion", "Objects fall upward.", new(
            "With {gravity reversed|gravity reversed for everything in view}, {every loose object falls upward|whatever is let go falls upward}, {faster and faster|steadily accelerating} towards the sky.")),
        new("emerald-sparks", TrapFamily.Coherence, "spark", "Bright green particles that come and go.", new(
            "{Showers|Bursts} of emerald sparks {flicker around|burst from} the moving objects, {each spark clearly separate|every spark crisp and bright}.")),
        new("chromatic-aberration", TrapFamily.Coherence, "chromatic-aberration", "Colours come apart at edges.", new(
            "{Strong|Heavy} chromatic aberration: {red and blue colour fringing splits|colour fringing in red and blue parts} every {hard edge|outline} {towards the corners|across the frame}.")),
        new("texture-bleeding", TrapFamily.Coherence, "texture-bleed", "A surface leaks into its surroundings.", new(
            "The texture of {each object|every moving object} {bleeds|visibly bleeds} into {its surroundings|the background} {as it moves|wherever it passes}.")),
    ];

    /// <summary>Every known combination.</summary>
    public static IReadOnlyList<TrapCombination> Combinations { get; } =
    [
        new("weightless-melt", ["zero-gravity", "texture-bleeding"], "melting", "Floating bodies whose surfaces leak: shapes melt."),
        new("inverted-fringes", ["gravity-inversion", "chromatic-aberration"], "warping", "Rising bodies with split outlines: shapes warp."),
        new("sparking-swerve", ["momentum-violation", "emerald-sparks"], "flicker", "Swerving bodies that throw sparks: the light flickers."),
        new("fringed-bleed", ["chromatic-aberration", "texture-bleeding"], "texture-bleed", "Split outlines over leaking surfaces: bodies lose their borders."),
    ];

    private static readonly Dictionary<string, Trap> ById = All.ToDictionary(trap => trap.Id, StringComparer.Ordinal);

    /// <summary>Every name that <c>traps</c> may hold by itself.</summary>
    public static IEnumerable<string> Names => All.Select(trap => trap.Id).Concat(Combinations.Select(combination => combination.Id));

    /// <summary>A trap by its id, or null.</summary>
    public static Trap? Find(string id) => ById.GetValueOrDefault(id);
}

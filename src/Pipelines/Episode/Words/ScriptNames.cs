using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>Names of beats, patterns and voices as answers, specs and files write them.</summary>
public static class ScriptNames
{
    /// <summary>Beats, in the order of <see cref="BeatKind"/>: <c>HOOK</c> and so on.</summary>
    public static IReadOnlyList<string> Beats { get; } = ["HOOK", "SETUP", "CONFLICT", "TWIST", "RESOLUTION"];

    /// <summary>Patterns, in the order of <see cref="EditPattern"/>: <c>talking_head_heavy</c> and so on.</summary>
    public static IReadOnlyList<string> Patterns { get; } = ["talking_head_heavy", "broll_cinematic", "mixed_rapid"];

    /// <summary>What a voice may be.</summary>
    public static IReadOnlyList<string> Genders { get; } = ["female", "male", "neutral"];

    /// <summary>How old a voice may sound.</summary>
    public static IReadOnlyList<string> Ages { get; } = ["child", "young", "middle", "old"];

    /// <summary>Name of a beat.</summary>
    public static string Of(BeatKind kind) => Beats[(int)kind];

    /// <summary>Name of a pattern.</summary>
    public static string Of(EditPattern pattern) => Patterns[(int)pattern];
}

namespace FunctionsPipeline.Calibration;

/// <summary>The detectors' ids, which are the names of the defects too.</summary>
internal static class DefectIds
{
    public const string Warping = "warping";
    public const string Melting = "melting";
    public const string Flicker = "flicker";
    public const string Freeze = "freeze";
    public const string Duplicate = "duplicate";
    public const string Black = "black";
    public const string Spark = "spark";
    public const string ChromaticAberration = "chromatic-aberration";
    public const string TextureBleed = "texture-bleed";
    public const string GravityInversion = "gravity-inversion";
    public const string ZeroGravity = "zero-gravity";
    public const string MomentumViolation = "momentum-violation";

    public static readonly IReadOnlyList<string> All =
    [
        Warping, Melting, Flicker, Freeze, Duplicate, Black, Spark, ChromaticAberration, TextureBleed,
        GravityInversion, ZeroGravity, MomentumViolation,
    ];

    /// <summary>True for defects of how things move, which are built into a scene and not put on its pictures.</summary>
    public static bool IsMotion(string id) => id is GravityInversion or ZeroGravity or MomentumViolation;
}

namespace FunctionsPipeline.Analysis;

/// <summary>Whether an earlier picture shows the same: the smallest Hamming distance of <see cref="PictureHash"/> to one of them.</summary>
/// <remarks>
/// 10 of 64 bits and fewer count as the same picture (score 0), as Zauner's measurements suggest; unlike pictures differ in 32, give or
/// take 4, so that chance makes 10 in about one of ten million pairs.
/// </remarks>
public static class DuplicateCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "duplicate";

    /// <summary>So many bits and fewer: the same picture.</summary>
    public const int SameBitsMax = 10;

    private const int OtherBitsMin = 20;

    internal static StillCheck Run(PictureHash? hash, IReadOnlyList<PictureHash> earlier)
    {
        if (hash is not { } own) return StillCheck.Abstain(Name, "the picture is flat: it has nothing to be told by");
        if (earlier.Count == 0) return StillCheck.Abstain(Name, "there is no earlier picture");

        var nearest = 0;
        for (var i = 1; i < earlier.Count; i++)
        {
            if (own.DistanceTo(earlier[i]) < own.DistanceTo(earlier[nearest])) nearest = i;
        }

        var distance = own.DistanceTo(earlier[nearest]);
        return StillCheck.Measured(
            Name, ScoreRamp.Of(distance, SameBitsMax, OtherBitsMin), ("differentBits", distance), ("nearestIndex", nearest));
    }
}

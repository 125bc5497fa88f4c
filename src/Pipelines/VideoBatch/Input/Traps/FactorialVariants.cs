using System.Globalization;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>
/// The variants of a factorial design: each of its runs switches some of the listed traps on at once, so that every clip tells about every
/// trap. The run without traps is the plain prompt.
/// </summary>
public static class FactorialVariants
{
    private const string IdPrefix = "factorial-";

    /// <summary>The variants, in the standard order of the design: <c>plain</c>, <c>factorial-02</c> and so on.</summary>
    /// <param name="trapIds">1 to <see cref="FactorialDesign.FactorsMax"/> single traps, each once.</param>
    /// <exception cref="ArgumentException">A design cannot be made of them.</exception>
    public static IReadOnlyList<VariantRecipe> Of(IReadOnlyList<string> trapIds)
    {
        if (Refusal(trapIds) is { } refusal) throw new ArgumentException(refusal, nameof(trapIds));

        var traps = trapIds.Select(id => TrapCatalog.Find(id)!).ToArray();
        return [.. FactorialDesign.Of(traps.Length).Runs.Select((run, index) => Recipe(index, [.. traps.Where((_, factor) => run[factor])]))];
    }

    /// <summary>Why a design cannot be made of these entries of <c>traps</c>; null when it can.</summary>
    public static string? Refusal(IReadOnlyList<string> entries)
    {
        if (entries.Any(entry => TrapCatalog.Find(entry) is null)) return "a factorial design combines the traps itself; list single traps only";
        return entries.Count is >= 1 and <= FactorialDesign.FactorsMax
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"a factorial design takes 1 to {FactorialDesign.FactorsMax} traps, not {entries.Count}");
    }

    /// <summary>True for the id of a variant that switches traps on.</summary>
    public static bool IsOne(string variantId) => variantId.StartsWith(IdPrefix, StringComparison.Ordinal);

    private static VariantRecipe Recipe(int index, IReadOnlyList<Trap> traps) => traps.Count == 0
        ? VariantRecipe.Plain
        : new VariantRecipe(
            string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}{index + 1:00}"), traps, [.. traps.Select(trap => trap.TargetDefect)]);
}

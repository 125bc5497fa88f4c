using System.Globalization;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>A way to change a prompt: none, one or several traps in order.</summary>
/// <param name="Id">Safe in paths, without dots.</param>
/// <param name="Traps">Traps, none for the plain prompt.</param>
/// <param name="TargetDefects">Ids of the defects aimed at.</param>
public sealed record VariantRecipe(string Id, IReadOnlyList<Trap> Traps, IReadOnlyList<string> TargetDefects)
{
    /// <summary>Ids of the traps, in order.</summary>
    public IReadOnlyList<string> TrapIds { get; } = [.. Traps.Select(trap => trap.Id)];

    /// <summary>Families of the traps, each once.</summary>
    public IReadOnlyList<TrapFamily> Families { get; } = [.. Traps.Select(trap => trap.Family).Distinct()];

    /// <summary>The prompt as it is.</summary>
    public static VariantRecipe Plain { get; } = new("plain", [], []);

    /// <summary>An entry of <c>traps</c>: a trap id, a combination id, or trap ids joined by <c>+</c>; null when it is none.</summary>
    public static VariantRecipe? Parse(string entry)
    {
        var combination = TrapCatalog.Combinations.FirstOrDefault(known => known.Id == entry);
        if (combination is not null) return From(combination);

        var traps = new List<Trap>();
        foreach (var id in entry.Split('+', StringSplitOptions.TrimEntries))
        {
            if (TrapCatalog.Find(id) is not { } trap || traps.Contains(trap)) return null;
            traps.Add(trap);
        }

        return new VariantRecipe(
            string.Join('_', traps.Select(trap => trap.Id)), traps, [.. traps.Select(trap => trap.TargetDefect)]);
    }

    /// <summary>A known combination as a recipe.</summary>
    public static VariantRecipe From(TrapCombination combination) =>
        new(combination.Id, [.. combination.TrapIds.Select(id => TrapCatalog.Find(id)!)], [combination.TargetDefect]);

    /// <summary>Every variant that a specification gives each prompt, in order, each once.</summary>
    public static IReadOnlyList<VariantRecipe> AllOf(VideoBatchSpec spec)
    {
        if (spec.Variants == VariantDesign.Factorial) return FactorialVariants.Of(spec.Traps);

        var recipes = new List<VariantRecipe>();
        if (spec.IncludePlain) recipes.Add(Plain);
        recipes.AddRange(spec.Traps.Select(entry => Parse(entry)
            ?? throw new ArgumentException($"'{entry}' is not a trap, a combination, or traps joined by '+'.", nameof(spec))));
        if (spec.Variants == VariantDesign.Combinations)
        {
            var listed = spec.Traps.ToHashSet(StringComparer.Ordinal);
            recipes.AddRange(TrapCatalog.Combinations.Where(known => known.TrapIds.All(listed.Contains)).Select(From));
        }

        return [.. recipes.DistinctBy(recipe => recipe.Id)];
    }

    /// <summary>Changes a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="seed">With prompt id and trap id it decides the phrasing; repeats of a variant share it.</param>
    public PromptVariant Apply(PromptEntry prompt, int seed)
    {
        if (Traps.Count == 0) return new PromptVariant(this, prompt.Id, Id, prompt.Text);

        var formula = new string[Traps.Count];
        var text = new string[Traps.Count + 1];
        text[0] = prompt.Text[^1] is '.' or '!' or '?' or '…' or '。' ? prompt.Text : prompt.Text + ".";
        for (var i = 0; i < Traps.Count; i++)
        {
            var trap = Traps[i];
            var phrasing = (int)(SeededDraw.Share(seed, prompt.Id, trap.Id, "phrasing") * trap.Formula.Variations);
            formula[i] = string.Create(CultureInfo.InvariantCulture, $"{trap.Id}:{phrasing}");
            text[i + 1] = trap.Formula.Render(phrasing);
        }

        return new PromptVariant(this, prompt.Id, string.Join('+', formula), string.Join(' ', text));
    }
}

/// <summary>A changed prompt.</summary>
/// <param name="Recipe">How it was changed.</param>
/// <param name="PromptId">Id of the prompt.</param>
/// <param name="Formula">Traps and phrasings, as in <see cref="PlannedItem.Formula"/>.</param>
/// <param name="Text">What is sent to the provider.</param>
public sealed record PromptVariant(VariantRecipe Recipe, string PromptId, string Formula, string Text);

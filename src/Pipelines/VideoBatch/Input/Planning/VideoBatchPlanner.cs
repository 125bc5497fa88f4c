using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>
/// Makes the plan: prompts times variants times repeats, priorities interleaved, one JSON line an item. Everything is read and checked
/// before a line is written; the same specification and prompts give the same bytes. Memory is bounded at any size.
/// </summary>
public static class VideoBatchPlanner
{
    /// <summary>Writes the plan in one step: the file is there complete and on disk, or not at all. An older plan is replaced.</summary>
    /// <exception cref="InputException">The prompts cannot be used, or there are too many items.</exception>
    /// <exception cref="IOException">The plan cannot be written.</exception>
    public static async Task<PlanSummary> WriteFileAsync(
        VideoBatchSpec spec, string planPath, CancellationToken cancellationToken = default)
    {
        var full = Path.GetFullPath(planPath);
        var unfinished = full + ".unfinished";
        try
        {
            PlanSummary summary;
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
            {
                summary = await WriteAsync(spec, file, Path.GetDirectoryName(full)!, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, full, overwrite: true);
            return summary;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Writes the plan to a stream.</summary>
    /// <param name="spec">What to plan.</param>
    /// <param name="destination">Gets JSON lines; stays open.</param>
    /// <param name="spoolFolder">Folder for temporary files, about as large as the prompts.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">The prompts cannot be used, or there are too many items. Nothing was written.</exception>
    public static async Task<PlanSummary> WriteAsync(
        VideoBatchSpec spec, Stream destination, string spoolFolder, CancellationToken cancellationToken = default)
    {
        var recipes = VariantRecipe.AllOf(spec);
        var reader = new PromptReader(spec.Prompts);
        using var spool = new PrioritySpool(spoolFolder);
        var prompts = 0;
        await foreach (var prompt in reader.ReadAsync(cancellationToken))
        {
            RefuseTooMany(spec, ++prompts, recipes.Count);
            spool.Add(prompt.Priority ?? spec.Priority, prompt);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var items = 0;
        foreach (var item in PriorityInterleaving.Merge(priority => ItemsOf(spec, priority, spool.Take(priority), recipes)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(item with { Index = items++ }, DurableJson.Options), (byte)'\n'];
            hash.AppendData(line);
            await destination.WriteAsync(line, cancellationToken);
        }

        var perPrompt = recipes.Count * spec.Repeat;
        return new PlanSummary(
            items,
            prompts,
            recipes.Count,
            spool.Count(ItemPriority.High) * perPrompt,
            spool.Count(ItemPriority.Normal) * perPrompt,
            spool.Count(ItemPriority.Low) * perPrompt,
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            reader.Sha256);
    }

    /// <summary>Reads a plan that was written here, item by item.</summary>
    public static async IAsyncEnumerable<PlannedItem> ReadAsync(
        Stream plan, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var lines = new StreamReader(plan, leaveOpen: true);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return JsonSerializer.Deserialize<PlannedItem>(line, DurableJson.Options)!;
        }
    }

    /// <summary>The items of one priority, without their places in the plan.</summary>
    private static IEnumerable<PlannedItem> ItemsOf(
        VideoBatchSpec spec, ItemPriority priority, IEnumerable<PromptEntry> prompts, IReadOnlyList<VariantRecipe> recipes) =>
        from prompt in prompts
        from clip in ClipsOf(spec, prompt, recipes)
        let recipe = clip.Recipe
        let repeat = clip.Repeat
        let variant = recipe.Apply(prompt, spec.Seed)
        select new PlannedItem
        {
            Index = 0,
            Id = string.Create(CultureInfo.InvariantCulture, $"{prompt.Id}.{recipe.Id}.r{repeat}"),
            PromptId = prompt.Id,
            VariantId = recipe.Id,
            Formula = variant.Formula,
            Traps = recipe.TrapIds,
            Families = recipe.Families,
            TargetDefects = recipe.TargetDefects,
            Repeat = repeat,
            Priority = priority,
            Expects = prompt.Expects ?? spec.Expects,
            Text = variant.Text,
        };

    /// <summary>
    /// The clips of a prompt. Those of a factorial design come in a drawn order, so that nothing that changes while the batch runs, such as
    /// the provider's model or load, is taken for the effect of a trap.
    /// </summary>
    private static IEnumerable<(VariantRecipe Recipe, int Repeat)> ClipsOf(
        VideoBatchSpec spec, PromptEntry prompt, IReadOnlyList<VariantRecipe> recipes)
    {
        var clips = recipes.SelectMany(_ => Enumerable.Range(1, spec.Repeat), (recipe, repeat) => (recipe, repeat));
        return spec.Variants == VariantDesign.Factorial
            ? clips.OrderBy(clip => SeededDraw.Share(spec.Seed, prompt.Id, clip.recipe.Id, clip.repeat.ToString(CultureInfo.InvariantCulture), "order"))
            : clips;
    }

    private static void RefuseTooMany(VideoBatchSpec spec, int prompts, int variants)
    {
        var items = (long)prompts * variants * spec.Repeat;
        if (items <= InputLimits.ItemsMax) return;
        throw new InputProblems(spec.Prompts.Name).Fatal(
            null,
            null,
            "the plan has too many items",
            $"at least {items:N0}: {prompts:N0} prompts or more x {variants} variants x {spec.Repeat} repeats",
            $"at most {InputLimits.ItemsMax:N0}; split the prompts into several runs");
    }
}

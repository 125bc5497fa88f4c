using System.Runtime.InteropServices;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds out which traps cause which defects, from clips as they pass by. A prompt is a block: its clips are compared with each other. Blocks
/// are closed and forgotten when the next one comes, so memory does not grow with the number of clips. Not for several threads.
/// </summary>
/// <param name="factors">Traps that a factorial design switches on and off.</param>
/// <param name="pairs">Pairs of them whose joint effect is asked for.</param>
public sealed class AttributionStudy(IReadOnlyList<string> factors, IReadOnlyList<(string First, string Second)> pairs)
{
    private readonly Dictionary<string, Block> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _variants = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DefectStudy> _defects = new(StringComparer.Ordinal);
    private readonly FactorColumns _columns = new(factors, pairs);

    /// <summary>Clips added.</summary>
    public int Clips { get; private set; }

    /// <summary>Adds a clip.</summary>
    /// <param name="lane">Clips of a lane come block by block; those of different lanes may mix.</param>
    /// <param name="block">The prompt.</param>
    /// <param name="variant">How the prompt was changed.</param>
    /// <param name="traps">Traps in it, none for the plain prompt; the same for every clip of a variant.</param>
    /// <param name="outcomes">What the detectors say that could measure it.</param>
    public void Add(string lane, string block, string variant, IReadOnlyList<string> traps, IReadOnlyList<DefectOutcome> outcomes)
    {
        Clips++;
        _variants.TryAdd(variant, traps);
        if (!_open.TryGetValue(lane, out var open) || open.Id != block)
        {
            if (open is not null) Close(open);
            _open[lane] = open = new Block(block, []);
        }

        foreach (var outcome in outcomes)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(open.Counts, (outcome.DetectorId, variant), out _);
            count = count.With(outcome.IsFound);
            if (outcome.IsFound) Study(outcome.DetectorId).AddSeverity(variant, outcome.Severity);
        }
    }

    /// <summary>The effect of every variant against the plain prompts, by detector; none without plain prompts. Ends the study.</summary>
    public IReadOnlyList<Effect> OneAtATime()
    {
        CloseAll();
        return [.. _defects.Values.SelectMany(study => study.OneAtATime(_variants))];
    }

    /// <summary>The effect of every factor and of every pair asked for, by detector, each from all clips. Ends the study.</summary>
    public IReadOnlyList<Effect> Factorial()
    {
        CloseAll();
        return [.. _defects.Values.SelectMany(study => study.Factorial(_variants))];
    }

    private void CloseAll()
    {
        foreach (var block in _open.Values) Close(block);
        _open.Clear();
    }

    private void Close(Block block)
    {
        foreach (var counts in block.Counts.GroupBy(pair => pair.Key.DetectorId, pair => (pair.Key.Variant, pair.Value)))
        {
            Study(counts.Key).AddBlock([.. counts], _variants);
        }
    }

    private DefectStudy Study(string detectorId)
    {
        if (!_defects.TryGetValue(detectorId, out var study)) _defects.Add(detectorId, study = new DefectStudy(detectorId, _columns));
        return study;
    }

    private sealed record Block(string Id, Dictionary<(string DetectorId, string Variant), ShareCount> Counts);
}

using System.Collections.Concurrent;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Clips.Defects;

namespace FunctionsPipeline.Simulator.Clips;

/// <summary>Makes clips when they are first asked for, each once at a time, and keeps them. Safe for several threads.</summary>
internal sealed class ClipStore : IAsyncDisposable
{
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly ClipFolder _folder;
    private readonly ConcurrentDictionary<string, Lazy<Task>> _making = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _canned = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    // An encoder keeps a core busy; more of them would only wait for each other.
    private readonly SemaphoreSlim _encoders = new(Environment.ProcessorCount);

    /// <summary>A store over a folder.</summary>
    public ClipStore(SimulatorOptions options, TimeProvider clock, ClipFolder folder) => (_options, _clock, _folder) = (options, clock, folder);

    /// <summary>Makes the canned clips, when those are wanted: one without defect and one with each.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_options.Clips != ClipMode.Canned) return;
        IReadOnlyList<IDefect>[] kinds = [[], .. DefectCatalog.All.Select(defect => new[] { defect })];
        await Parallel.ForEachAsync(kinds, cancellationToken, async (defects, token) =>
        {
            await using var clip = await OpenAsync(CannedPlan(defects), token);
            using var bytes = new MemoryStream();
            await clip.CopyToAsync(bytes, token);
            _canned[CannedPlan(defects).Key] = bytes.ToArray();
        });
    }

    /// <summary>The plan of a call's clip.</summary>
    public ClipPlan PlanFor(CallFacts facts)
    {
        IReadOnlyList<IDefect> defects = [.. facts.Defects.Select(DefectCatalog.Named)];
        var format = ClipFormat.For(facts.Resolution, facts.AspectRatio, facts.DurationSeconds);
        return _options.Clips == ClipMode.Canned ? CannedPlan(defects) : new ClipPlan(new Draw(facts.Seed).For("clip").State, format, defects);
    }

    /// <summary>Opens a clip, made if need be. The stream can seek.</summary>
    /// <exception cref="InvalidOperationException">It could not be made.</exception>
    public async Task<Stream> OpenAsync(ClipPlan plan, CancellationToken cancellationToken)
    {
        var key = plan.Key;
        if (_canned.TryGetValue(key, out var bytes)) return new MemoryStream(bytes, writable: false);
        while (true)
        {
            if (_folder.TryOpen(key) is { } file) return file;
            // Whoever waits may go away; the clip is made all the same, because the next one will want it.
            var making = _making.GetOrAdd(key, _ => new Lazy<Task>(() => Task.Run(() => MakeAsync(plan), CancellationToken.None)));
            await making.Value.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // The folder may go only when nobody writes into it any more. How they end does not matter.
        await Task.WhenAll(_making.Values.Select(making => making.Value)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task MakeAsync(ClipPlan plan)
    {
        var key = plan.Key;
        await _encoders.WaitAsync(_stopping.Token);
        try
        {
            await Mp4Encoder.EncodeAsync(new ClipScript(plan), _folder.DraftPath(key), _clock, _stopping.Token);
            _folder.Publish(key);
        }
        finally
        {
            _encoders.Release();
            _making.TryRemove(key, out _);
        }
    }

    private ClipPlan CannedPlan(IReadOnlyList<IDefect> defects) =>
        new(Draw.FromSeed(_options.Seed).For("canned").For(defects.Count == 0 ? "" : defects[0].Kind).State, ClipFormat.Canned, defects);
}

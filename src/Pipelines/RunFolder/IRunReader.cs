using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>How the runs of a pipeline are read back: summed up, and written in other formats. Needs stored state and nothing else.</summary>
/// <remarks>Safe for several threads.</remarks>
public interface IRunReader
{
    /// <summary>Formats that a run can be written in, besides <c>json</c> and <c>yaml</c>: of <c>jsonl</c>, <c>csv</c>, <c>junit</c>, <c>html</c>, <c>markdown</c>.</summary>
    IReadOnlyList<string> Formats { get; }

    /// <summary>What an item gave, in the few words that a summary has for it; null when it gave nothing.</summary>
    object? Result(ItemRecord item);

    /// <summary>What all items gave together, in a line for people; null when there is nothing to say beyond the counts.</summary>
    string? Sentence(IReadOnlyList<TaskSummary> tasks) => null;

    /// <summary>Id of the device that worked on the item; null when none did.</summary>
    string? Device(ItemRecord item) => null;

    /// <summary>Writes a run in one of <see cref="Formats"/>. Memory does not grow with the number of items.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="run">The run.</param>
    /// <param name="summary">Its summary, with its tasks.</param>
    /// <param name="stores">Where it is kept.</param>
    /// <param name="destination">Gets UTF-8 without a byte order mark; stays open.</param>
    /// <param name="cancellationToken">Ends the writing; what was written until then is not whole.</param>
    Task WriteAsync(string format, RunRecord run, RunSummary summary, RunStores stores, Stream destination, CancellationToken cancellationToken);
}

/// <summary>Where runs are kept.</summary>
/// <param name="Runs">Runs and items.</param>
/// <param name="Blobs">Plans and artifacts.</param>
/// <param name="Ledger">Paid calls.</param>
public sealed record RunStores(RunStore Runs, IBlobStore Blobs, Ledger Ledger);

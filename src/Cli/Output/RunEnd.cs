using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Output;

/// <summary>What a command does with a run at its end.</summary>
/// <param name="Terminal">Where it is shown.</param>
/// <param name="Files">Files that it is written to.</param>
/// <param name="Tolerance">Failures that the exit code forgives; null for none.</param>
internal sealed record RunEnd(Terminal Terminal, IReadOnlyList<OutputFile> Files, FailureTolerance? Tolerance)
{
    /// <summary>What is done besides with the folder of an ended run; null for nothing.</summary>
    public Func<string, Task>? AfterAsync { get; init; }

    /// <summary>The run that found this one's inputs; null when there was none. It is told with <c>--json</c>.</summary>
    public string? SearchRunId { get; init; }

    /// <summary>True for a run that its command goes on from: when all is well, only what comes of it in the end is printed.</summary>
    public bool IsPrelude { get; init; }

    /// <summary>Writes the files and prints the summary.</summary>
    /// <exception cref="CommandException">A file cannot be written; nothing was printed.</exception>
    public async Task ReportAsync(RunSummary summary, RunRecord run, RunStores stores, CancellationToken cancellationToken)
    {
        if (IsPrelude && summary.Status is RunStatus.Succeeded or RunStatus.Degraded) return;

        foreach (var file in Files) await file.WriteAsync(run, summary, stores, cancellationToken);

        if (AfterAsync is not null && run.IsEnded) await AfterAsync(summary.RunFolder);

        if (Terminal.IsJson) Terminal.Json(SearchRunId is null ? summary : WithSearch(summary, SearchRunId));
        else SummaryText.Print(Terminal, summary);
        foreach (var file in Files) Terminal.Message($"Written: {file.Path}");
    }

    /// <summary>The exit code of an ended run.</summary>
    public int ExitCode(RunSummary summary)
    {
        if (Tolerance?.Forgives(summary) != true) return ExitCodes.Of(summary.Status);

        Terminal.Message($"{summary.Failed + summary.Unknown} of {summary.Total} items failed or are unknown, which --fail-on-error {Tolerance} allows.");
        return summary.Degraded > 0 ? ExitCodes.Degraded : ExitCodes.Ok;
    }

    private static JsonObject WithSearch(RunSummary summary, string searchRunId)
    {
        var whole = JsonSerializer.SerializeToNode(summary, Terminal.JsonOptions)!.AsObject();
        whole.Insert(whole.IndexOf("runId") + 1, "searchRunId", searchRunId);
        return whole;
    }
}

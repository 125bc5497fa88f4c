using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>Finds the run a person means.</summary>
internal static class RunLookup
{
    /// <summary>The run of that id, or the latest when none is named.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static async Task<RunRecord> FindAsync(RunStore runs, string? id, CancellationToken cancellationToken)
    {
        if (id is null)
        {
            await foreach (var latest in runs.ListAsync(cancellationToken)) return latest;
            throw new CommandException("no_run", "There is no run in this home yet.", "Start with: pipeline demo.");
        }

        if (!RunId.TryParse(id, out var runId))
        {
            throw new CommandException("invalid_run_id", $"'{id}' is not a run id; one looks like 20261121-095538-7f3a2c.", "pipeline status --all lists the runs.");
        }

        return await runs.GetAsync(runId, cancellationToken)
            ?? throw new CommandException("no_run", $"There is no run {runId} in this home.", "pipeline status --all lists the runs.");
    }
}

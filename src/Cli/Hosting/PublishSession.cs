using FunctionsPipeline.Cli.Commands;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>Goes on with publications of a run in this process, until each has come to an end. Ending it loses nothing: the rows say how far they came.</summary>
internal static class PublishSession
{
    /// <summary>Runs them and returns the exit code.</summary>
    public static async Task<int> RunAsync(
        CommandEnvironment environment, RunRecord run, IReadOnlyList<PublicationView> publications, Func<EmbeddedHost, PublicationView, Task> change, CancellationToken cancellationToken)
    {
        await using var takenUp = await TakenUpRun.OpenAsync(environment, run.RunId.Value, null, cancellationToken);
        var host = takenUp.Host;
        if (!host.Services.Providers.Ids.Any(publications.Select(view => view.Target).Contains)) throw NoAccess(publications);
        foreach (var view in publications) await change(host, view);

        // Only publications: an unfinished run is for 'resume' to go on with.
        var prefix = PublishNames.LaterInstanceIdPrefix(run.RunId);
        await host.Engine.StartAsync(id => id.StartsWith(prefix, StringComparison.Ordinal), cancellationToken);
        var desk = new PublicationDesk(host.Tables, host.Services.Blobs, environment.Clock);
        var ends = new List<PublishEnd>();
        foreach (var view in publications)
        {
            environment.Terminal.Message($"Publishing {view.ItemId} to {view.Target}. Ctrl-C loses nothing; then: pipeline publish resume {run.RunId}");
            var id = await desk.GoOnAsync(host.Engine, run, view, cancellationToken);
            if (id is null) environment.Terminal.Message($"{view.ItemId} is in the hands of the run itself: pipeline resume {run.RunId}");
            else ends.Add(Payload.Read<PublishEnd>((await host.Engine.WaitForCompletionAsync(id, cancellationToken)).Output!));
        }

        await ReportAsync(environment, desk, run, publications, cancellationToken);
        foreach (var end in ends.Where(end => end.Message is not null)) environment.Terminal.Message(end.Message!);
        return ends switch
        {
            _ when ends.All(end => end.State == PublishEndState.Done) => ExitCodes.Ok,
            _ when ends.All(end => end.IsPublished) => ExitCodes.Degraded,
            _ => ExitCodes.ItemsFailed,
        };
    }

    private static async Task ReportAsync(
        CommandEnvironment environment, PublicationDesk desk, RunRecord run, IReadOnlyList<PublicationView> publications, CancellationToken cancellationToken)
    {
        var now = new List<PublicationView>();
        foreach (var view in publications) now.Add(await desk.GetAsync(run, view.ItemId, view.Target, cancellationToken));
        if (environment.Terminal.IsJson) environment.Terminal.Json(new { runId = run.RunId.Value, publications = now.Select(view => PublishText.Json(run, view)) });
        foreach (var view in now) environment.Terminal.Line(PublishText.Line(run, view));
    }

    private static CommandException NoAccess(IReadOnlyList<PublicationView> publications) => new(
        "provider_missing",
        $"This host has no access to {string.Join(" or ", publications.Select(view => view.Target).Distinct())}. What was said is kept; nothing was sent.",
        "Set its keys (pipeline doctor says which), then: pipeline publish resume.",
        ExitCodes.Blocked);
}

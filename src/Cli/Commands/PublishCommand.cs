using System.CommandLine;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>publish</c>: what would go out and what went out, a person's yes or no, and going on with what stands still.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var options = new PublishOptions();
        var approve = new Option<bool>("--approve") { Description = "Say yes to the posts that wait for one, and publish them." };
        var deny = new Option<bool>("--deny") { Description = "Say no to the posts that wait." };
        var command = new Command("publish", "Shows what a run publishes; approves its posts.")
        {
            approve,
            deny,
            CreateList(),
            Create("show", "Shows what a run publishes, to the letter.", ShowAsync),
            Create("approve", "Says yes to the posts that wait for one, and publishes them.", (environment, options, cancellationToken) => DecideAsync(environment, options, true, cancellationToken)),
            Create("deny", "Says no to the posts that wait.", (environment, options, cancellationToken) => DecideAsync(environment, options, false, cancellationToken)),
            Create("resume", "Goes on with publications that stand still.", (environment, options, cancellationToken) => GoOnAsync(environment, options, view => view is { HasEnded: false, State: not PublicationView.AwaitingApproval and not "denied" and not "off" }, (_, _, _) => Task.CompletedTask, cancellationToken)),
            Create("retry", "Begins failed publications again, after what they failed at was mended.", RetryAsync),
            CreateResolve(),
        };
        options.AddTo(command);
        return command.Runs((environment, cancellationToken) =>
        {
            var (yes, no) = (environment.Arguments.GetValue(approve), environment.Arguments.GetValue(deny));
            if (yes && no) throw new CommandException("invalid_option", "--approve and --deny contradict each other; give one of them.");
            return yes || no ? DecideAsync(environment, options, yes, cancellationToken) : ShowAsync(environment, options, cancellationToken);
        });
    }

    private static Command Create(string name, string description, Func<CommandEnvironment, PublishOptions, CancellationToken, Task<int>> body)
    {
        var options = new PublishOptions();
        var command = new Command(name, description);
        options.AddTo(command);
        return command.Runs((environment, cancellationToken) => body(environment, options, cancellationToken));
    }

    private static Command CreateList() => new Command("list", "Lists the publications of all runs, newest run first.").Runs(async (environment, cancellationToken) =>
    {
        await using var home = HomeReader.Open(environment);
        var desk = DeskOf(environment, home);
        var all = new List<(RunRecord Run, PublicationView Publication)>();
        await foreach (var run in home.Stores.Runs.ListAsync(cancellationToken))
        {
            foreach (var publication in await desk.ListAsync(run, cancellationToken)) all.Add((run, publication));
        }

        if (environment.Terminal.IsJson) environment.Terminal.Json(new { publications = all.Select(one => PublishText.Json(one.Run, one.Publication)) });
        foreach (var (run, publication) in all) environment.Terminal.Line(PublishText.Line(run, publication));
        if (all.Count == 0) environment.Terminal.Line("No run has anything to publish.");
        return ExitCodes.Ok;
    });

    private static Command CreateResolve()
    {
        var found = new Option<string?>("--found") { Description = "It is there, under this id.", HelpName = "REMOTE-ID" };
        var not = new Option<bool>("--not-there") { Description = "It is surely not there, and may be sent again." };
        var options = new PublishOptions();
        var command = new Command("resolve", "Says what became of a publication that nobody could tell about; then it goes on.") { found, not };
        options.AddTo(command);
        return command.Runs((environment, cancellationToken) =>
        {
            var id = environment.Arguments.GetValue(found);
            if (id is null != environment.Arguments.GetValue(not)) throw new CommandException("invalid_option", "Say exactly one of --found REMOTE-ID and --not-there.");
            return GoOnAsync(
                environment,
                options,
                view => view.State == "unknown",
                (host, run, view) => new PublicationMending(host.Services).ResolveAsync(run, view, id, cancellationToken),
                cancellationToken);
        });
    }

    private static async Task<int> ShowAsync(CommandEnvironment environment, PublishOptions options, CancellationToken cancellationToken)
    {
        await using var home = HomeReader.Open(environment);
        var run = await home.FindRunAsync(options.RunId(environment), cancellationToken);
        var publications = options.Choose(environment, await DeskOf(environment, home).ListAsync(run, cancellationToken));
        if (environment.Terminal.IsJson) environment.Terminal.Json(new { runId = run.RunId.Value, publications = publications.Select(one => PublishText.Json(run, one)) });
        foreach (var publication in publications) environment.Terminal.Line(PublishText.Block(run, publication));
        if (publications.Count == 0) environment.Terminal.Line($"Run {run.RunId} has nothing to publish.");
        return ExitCodes.Ok;
    }

    private static async Task<int> DecideAsync(CommandEnvironment environment, PublishOptions options, bool isApproved, CancellationToken cancellationToken)
    {
        RunRecord run;
        var decided = new List<PublicationView>();
        bool areAllAwake;
        await using (var home = HomeReader.Open(environment))
        {
            run = await home.FindRunAsync(options.RunId(environment), cancellationToken);
            var desk = DeskOf(environment, home);
            var open = options.Choose(environment, await desk.ListAsync(run, cancellationToken)).Where(view => view.State is PublicationView.AwaitingApproval or "denied" or "approved").ToList();
            if (open.Count == 0) throw new CommandException("nothing_to_approve", $"Run {run.RunId} has no post that waits for a yes. Nothing was changed.", $"pipeline publish {run.RunId} shows what there is.");
            foreach (var view in open)
            {
                environment.Terminal.Message(PublishText.Block(run, view));
                if (isApproved && !options.IsSure(environment, view)) continue;
                decided.Add(await desk.DecideAsync(run, view.ItemId, view.Target, isApproved, options.By(environment), view.Text, cancellationToken));
            }

            areAllAwake = await WakeAsync(environment, home, run, decided, cancellationToken);
        }

        if (!isApproved || decided.Count == 0 || areAllAwake)
        {
            if (areAllAwake && decided.Count > 0) environment.Terminal.Message("The run waits for this and goes on by itself, in its process or at its next 'pipeline resume'.");
            return Report(environment, run, decided, ExitCodes.Ok);
        }

        return await PublishSession.RunAsync(environment, run, decided, (_, _) => Task.CompletedTask, cancellationToken);
    }

    private static async Task<bool> WakeAsync(CommandEnvironment environment, HomeReader home, RunRecord run, IReadOnlyList<PublicationView> decided, CancellationToken cancellationToken)
    {
        await using var client = new EmbeddedClient(home.Stores.Home.Path, environment.Clock);
        var areAllAwake = true;
        foreach (var view in decided) areAllAwake &= await PublicationDesk.WakeAsync(client, run, view, cancellationToken);
        return areAllAwake;
    }

    private static Task<int> RetryAsync(CommandEnvironment environment, PublishOptions options, CancellationToken cancellationToken) => GoOnAsync(
        environment, options, view => view.State == "failed", (host, run, view) => new PublicationMending(host.Services).RetryAsync(run, view, cancellationToken), cancellationToken);

    /// <summary>Changes the chosen publications and goes on with them here.</summary>
    private static async Task<int> GoOnAsync(
        CommandEnvironment environment, PublishOptions options, Func<PublicationView, bool> isMeant, Func<EmbeddedHost, RunRecord, PublicationView, Task> change, CancellationToken cancellationToken)
    {
        RunRecord run;
        List<PublicationView> chosen;
        await using (var home = HomeReader.Open(environment))
        {
            run = await home.FindRunAsync(options.RunId(environment), cancellationToken);
            chosen = [.. options.Choose(environment, await DeskOf(environment, home).ListAsync(run, cancellationToken)).Where(isMeant)];
        }

        if (chosen.Count == 0) throw new CommandException("nothing_to_do", $"Run {run.RunId} has no such publication. Nothing was changed.", $"pipeline publish {run.RunId} shows what there is.");
        return await PublishSession.RunAsync(environment, run, chosen, (host, view) => change(host, run, view), cancellationToken);
    }

    private static int Report(CommandEnvironment environment, RunRecord run, IReadOnlyList<PublicationView> publications, int exitCode)
    {
        if (environment.Terminal.IsJson) environment.Terminal.Json(new { runId = run.RunId.Value, publications = publications.Select(one => PublishText.Json(run, one)) });
        foreach (var publication in publications) environment.Terminal.Line(PublishText.Line(run, publication));
        return exitCode;
    }

    private static PublicationDesk DeskOf(CommandEnvironment environment, HomeReader home) => new(home.Stores.Tables, home.Stores.Blobs, environment.Clock);
}

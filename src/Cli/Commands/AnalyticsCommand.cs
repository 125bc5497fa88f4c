using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Analytics;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>analytics</c>: takes the day's figures of published videos, and shows how they do. Works beside the process that runs.</summary>
internal static class AnalyticsCommand
{
    public static Command Create()
    {
        var project = new Option<string>("--project") { Description = "Whose videos. Default: default.", DefaultValueFactory = _ => "default", HelpName = "NAME" };
        var zone = new Option<string?>("--time-zone") { Description = "Where a day begins, such as Europe/Berlin. Default: the zone of this machine.", HelpName = "ZONE" };
        var noFetch = new Option<bool>("--no-fetch") { Description = "Only show what is there." };
        var command = new Command("analytics", "Shows how published videos do; asks for the figures once a day.") { project, zone, noFetch };
        return command.Runs(async (environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            var home = HomeFolder.OpenForReading(environment.Home);
            using var loggers = environment.OpenLog(home);
            var view = environment.ForHosting(loggers);
            var isFetching = !arguments.GetValue(noFetch);
            await using var connection = isFetching
                ? await ProviderConnection.OpenAllAsync(view, null, seed: 1, environment.Terminal, cancellationToken)
                : ProviderConnection.WithoutCalls(null, view);
            await using var stores = HomeStores.OpenBesideOwner(home, environment.Clock, loggers);
            using var clients = await PipelineClients.CreateAsync(view, stores, connection, cancellationToken);
            var analytics = new VideoAnalytics(clients.Services);
            var name = arguments.GetRequiredValue(project);
            var outcome = isFetching ? await analytics.CollectAsync(name, ZoneOf(arguments.GetValue(zone)), connection.IsOwnSimulator, cancellationToken) : null;
            Show(environment.Terminal, name, outcome, await analytics.ReadAsync(name, cancellationToken));
            return outcome?.Problem is null ? ExitCodes.Ok : ExitCodes.Degraded;
        });
    }

    private static TimeZoneInfo ZoneOf(string? name)
    {
        if (name is null) return TimeZoneInfo.Local;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new CommandException("invalid_option", $"--time-zone is '{name}'; allowed is an IANA name such as Europe/Berlin or UTC.");
    }

    private static void Show(Terminal terminal, string project, AnalyticsOutcome? outcome, IReadOnlyList<VideoPerformance> videos)
    {
        if (terminal.IsJson) terminal.Json(new { project, fetch = outcome, videos });
        if (videos.Count == 0) terminal.Line($"Project {project} has no figures of published videos.");
        else terminal.Line($"{"video",-20} {"day",-10} {"views",10} {"new",8} {"likes",8} {"comments",8}  run and item");
        foreach (var video in videos)
        {
            var last = video.Last;
            terminal.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{last.VideoId,-20} {last.Day:yyyy-MM-dd} {Text(last.Views),10} {Text(video.ViewsSinceBefore),8} {Text(last.Likes),8} {Text(last.Comments),8}  {last.RunId} {last.ItemId}"));
        }

        if (outcome is null) return;
        terminal.Message($"{outcome.Published} videos are published; the figures of {outcome.Fetched} were taken now.");
        if (outcome.Gone.Count > 0) terminal.Message($"Not there any more: {string.Join(", ", outcome.Gone)}.");
        if (outcome.Problem is not null) terminal.Message(outcome.Problem);
    }

    private static string Text(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";
}

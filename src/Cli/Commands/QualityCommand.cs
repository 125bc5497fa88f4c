using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Episode;
using FunctionsPipeline.Pipelines.Episode.Quality;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>quality</c>: how good the episodes of a project are, with rolling averages. Works beside the process that runs.</summary>
internal static class QualityCommand
{
    public static Command Create()
    {
        var project = new Option<string>("--project") { Description = "Whose episodes. Default: default.", DefaultValueFactory = _ => "default", HelpName = "NAME" };
        var html = new Option<string?>("--html") { Description = "Write a page there that opens from disk.", HelpName = "FILE" };
        var command = new Command("quality", "Shows how good the episodes of a project are, with averages over the last ones.") { project, html };
        return command.Runs(async (environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            var name = arguments.GetRequiredValue(project);
            await using var home = HomeReader.Open(environment);
            var history = await EpisodeQuality.HistoryAsync(home.Stores.Runs, home.Stores.Blobs, name, cancellationToken);
            if (arguments.GetValue(html) is { } page) await File.WriteAllTextAsync(page, QualityPage.Write(name, history), cancellationToken);
            Show(environment.Terminal, name, history);
            return ExitCodes.Ok;
        });
    }

    private static void Show(Terminal terminal, string project, QualityHistory history)
    {
        var averages = QualityHistory.Windows.Select(history.Last).OfType<QualityAverage>().DistinctBy(average => average.Episodes).ToList();
        if (terminal.IsJson)
        {
            terminal.Json(new { project, averages, episodes = history.Records });
            return;
        }

        if (history.Records.Count == 0) terminal.Line($"Project '{project}' has no scored episode yet.");
        foreach (var record in history.Records) terminal.Line(Line(record.Scores, record.EpisodeId));
        foreach (var average in averages) terminal.Line(Line(average.Mean, $"mean of the last {average.Episodes}, {average.Degraded} of them degraded"));
    }

    private static string Line(QualityScores scores, string name) => string.Create(
        CultureInfo.InvariantCulture, $"{scores.Overall,6:0.0}  visual {scores.Visual,5:0.0}  content {scores.Content,5:0.0}  technical {scores.Technical,5:0.0}  {name}");
}

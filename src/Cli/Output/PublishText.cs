using System.Globalization;
using System.Text;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Output;

/// <summary>Publications in words.</summary>
internal static class PublishText
{
    /// <summary>One line.</summary>
    public static string Line(RunRecord run, PublicationView view) =>
        $"{run.RunId}  {view.ItemId,-20} {view.Target,-8} {view.State,-18} {view.Url ?? view.Code}";

    /// <summary>All that a person has to know before saying yes.</summary>
    public static string Block(RunRecord run, PublicationView view)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{run.RunId} {view.ItemId} to {view.Target}: {view.State}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  video      {view.ContentPath}");
        if (view.Visibility is not null) text.AppendLine(CultureInfo.InvariantCulture, $"  seen by    {view.Visibility}");
        if (view.PublishAt is { } at) text.AppendLine(CultureInfo.InvariantCulture, $"  public at  {at:yyyy-MM-dd HH:mm}Z");
        if (view.Decision is { } decision) text.AppendLine(CultureInfo.InvariantCulture, $"  {(decision.IsApproved ? "approved" : "denied")}   by {decision.By}, {decision.At:yyyy-MM-dd HH:mm}Z");
        if (view.Url is not null) text.AppendLine(CultureInfo.InvariantCulture, $"  at         {view.Url}");
        if (view.Message is not null) text.AppendLine(CultureInfo.InvariantCulture, $"  why        {view.Message}");
        foreach (var problem in view.Problems.Where(problem => problem.Message != view.Message)) text.AppendLine(CultureInfo.InvariantCulture, $"  problem    {problem.Message}");
        foreach (var line in view.Text.Split('\n')) text.AppendLine("  | " + line);
        return text.ToString();
    }

    /// <summary>For programs.</summary>
    public static object Json(RunRecord run, PublicationView view) => new
    {
        runId = run.RunId.Value,
        view.ItemId,
        view.Target,
        view.State,
        view.Text,
        view.ContentPath,
        view.Visibility,
        view.PublishAt,
        view.Decision,
        view.RemoteId,
        view.Url,
        view.Code,
        view.Message,
        view.Problems,
    };
}

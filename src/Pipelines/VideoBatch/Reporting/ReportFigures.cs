using System.Globalization;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Figures as the page shows them.</summary>
internal static class ReportFigures
{
    /// <summary>For example <c>10,010</c>.</summary>
    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>For example <c>904 of 1,317</c>.</summary>
    public static string Counts(ReportShare share) => $"{Number(share.Found)} of {Number(share.Measured)}";

    /// <summary>For example <c>83%</c>.</summary>
    public static string Percent(double share) => share.ToString("0%", CultureInfo.InvariantCulture);

    /// <summary>For example <c>44–97%</c>; empty when nothing was measured.</summary>
    public static string Interval(ReportShare share) => share is { Lower: { } lower, Upper: { } upper }
        ? string.Create(CultureInfo.InvariantCulture, $"{lower * 100:0}–{upper * 100:0}%")
        : "";

    /// <summary>A position on a bar, in percent of its width.</summary>
    public static string Position(double share) => (Math.Clamp(share, 0, 1) * 100).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A score of 0 to 100, or that there is none.</summary>
    public static string Score(double? score) => score is { } points ? points.ToString("0", CultureInfo.InvariantCulture) : "not measured";

    /// <summary>For example <c>0.4</c>.</summary>
    public static string Seconds(double seconds) => seconds.ToString("0.0#", CultureInfo.InvariantCulture);

    /// <summary>For example <c>1 h 04 min</c>, <c>3 min 20 s</c>, <c>8.2 s</c>.</summary>
    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time switch
        {
            { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0} h {time.Minutes:00} min"),
            { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        };
    }

    /// <summary>Minute precision, UTC.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A path below the page as a link: nothing in it can become a scheme, a query or another host.</summary>
    public static string Link(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}

using System.Globalization;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Cli.Output;

/// <summary>A forecast for people.</summary>
internal static class ForecastText
{
    /// <summary>One line before a run.</summary>
    public static string Line(PreparedRun prepared)
    {
        var forecast = prepared.Forecast;
        return $"Forecast: {prepared.Total} items, {UsdTicks.Format(forecast.TicksP50)} (90 % range {UsdTicks.Format(forecast.TicksP5)} to {UsdTicks.Format(forecast.TicksP95)}), {Duration(forecast.SecondsP50)} (to {Duration(forecast.SecondsP95)}).";
    }

    public static void Print(Terminal terminal, PreparedRun prepared)
    {
        var forecast = prepared.Forecast;
        terminal.Line($"{prepared.Total} items on {prepared.Provider}, project {prepared.Project}");
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  paid calls  {forecast.SubmitsP50,12}   at most probably {forecast.SubmitsP95}"));
        terminal.Line($"  cost        {UsdTicks.Format(forecast.TicksP50),12}   90 % range {UsdTicks.Format(forecast.TicksP5)} to {UsdTicks.Format(forecast.TicksP95)}, at the very worst {UsdTicks.Format(forecast.WorstTicks)}");
        terminal.Line($"  time        {Duration(forecast.SecondsP50),12}   90 % range {Duration(forecast.SecondsP5)} to {Duration(forecast.SecondsP95)}");
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  disk        {forecast.DiskBytes / 1e6,9:0} MB"));
        terminal.Line($"  cap         {(prepared.BudgetTicks is { } cap ? UsdTicks.Format(cap) : "none"),12}");
        terminal.Line($"  made from: {forecast.Profile.Source}");
    }

    private static string Duration(double seconds) =>
        TimeSpan.FromSeconds(Math.Round(seconds)).ToString(seconds >= 86_400 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);
}

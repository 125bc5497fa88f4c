using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.GpuBenchmarks.Checks;
using FunctionsPipeline.GpuBenchmarks.Measuring;

namespace FunctionsPipeline.GpuBenchmarks;

/// <summary>What was found, as a table for people and as JSON.</summary>
/// <param name="Device">Name of the card.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="Checks">What was checked.</param>
/// <param name="Figures">What was measured.</param>
internal sealed record Report(string Device, long MemoryBytes, IReadOnlyList<CheckOutcome> Checks, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public int Failed => Checks.Count(check => !check.Passed);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static string Line(CheckOutcome check)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"  {(check.Passed ? "passed" : "FAILED"),-7} {check.Seconds,7:0.00} s  {check.Name}");
        return check.Message is null ? line : $"{line}\n           {check.Message}";
    }

    public static string Line(Figure figure)
    {
        var isMet = figure.IsMet == true ? "met" : "NOT MET";
        var goal = figure.Goal is { } bound ? string.Create(CultureInfo.InvariantCulture, $"  goal {bound:#,0.##}: {isMet}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"  {figure.What,-64} {figure.Value,14:#,0.000} {figure.Unit}{goal}");
    }

    /// <summary>The last line: what all checks together say.</summary>
    public string Ending() => $"{Checks.Count - Failed} passed, {Failed} failed";
}

using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests;

/// <summary>Short ways to read replies.</summary>
internal static class JsonReading
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static long Ticks(this JsonElement element) => element.GetProperty("ticks").GetInt64();

    public static bool Flag(this JsonElement element, string name) => element.GetProperty(name).GetBoolean();

    public static bool Has(this JsonElement element, string name) => element.TryGetProperty(name, out _);

    public static string[] Texts(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    public static string[] DefectKinds(this JsonElement call) => [.. call.GetProperty("defects").EnumerateArray().Select(defect => defect.Text("kind"))];
}

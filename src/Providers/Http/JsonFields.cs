using System.Globalization;
using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Reads fields that may be missing, null or of another type: providers write numbers as strings and leave fields out.</summary>
internal static class JsonFields
{
    /// <summary>The object under a name, or null.</summary>
    public static JsonElement? Object(this JsonElement element, string name) => element.Of(name, JsonValueKind.Object);

    /// <summary>The array under a name, or null.</summary>
    public static JsonElement? Array(this JsonElement element, string name) => element.Of(name, JsonValueKind.Array);

    /// <summary>A string, or a number as text; null when missing, empty or something else.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value)) return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A finite number, or null.</summary>
    public static double? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>A whole number of at least 0, or null.</summary>
    public static long? Count(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>True, false, or null.</summary>
    public static bool? Flag(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value)) return null;
        return value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };
    }

    /// <summary>An absolute http or https link, or null.</summary>
    public static Uri? Link(this JsonElement element, string name) =>
        Uri.TryCreate(element.Text(name), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? url
            : null;

    private static JsonElement? Of(this JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}

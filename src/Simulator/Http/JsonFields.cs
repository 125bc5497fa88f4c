using System.Globalization;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Http;

/// <summary>Reads fields of a request body.</summary>
internal static class JsonFields
{
    /// <summary>The field, or null when it is missing or null.</summary>
    public static JsonElement? Field(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Reads a string.</summary>
    /// <returns>False when the field is there and is no string.</returns>
    public static bool TryText(this JsonElement body, string name, out string? text)
    {
        var field = body.Field(name);
        text = field is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        return field is null || text is not null;
    }

    /// <summary>Reads a whole number, also one in quotes.</summary>
    /// <returns>False when the field is there and is no whole number.</returns>
    public static bool TryWhole(this JsonElement body, string name, out int? number)
    {
        number = null;
        if (body.Field(name) is not { } field) return true;
        var text = field.ValueKind switch
        {
            JsonValueKind.Number => field.GetRawText(),
            JsonValueKind.String => field.GetString(),
            _ => null,
        };
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return false;
        number = value;
        return true;
    }
}

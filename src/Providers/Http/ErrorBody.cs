using System.Globalization;
using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>
/// The error code and message in a provider's error body. Known forms: <c>{"error":{"message","code","type"}}</c>,
/// <c>{"code","error":"text"}</c>, <c>{"error":"text"}</c> (xAI); <c>{"detail":[{"loc","msg","type"}]}</c>,
/// <c>{"detail":"text","error_type"}</c>, <c>{"status":"NOT_FOUND"}</c> (fal); <c>{"message","type","code":400}</c>, <c>{"error":["text"]}</c> and
/// <c>[{"error":{...}}]</c> (servers of the OpenAI form). Every field may be missing or of another type.
/// </summary>
internal readonly record struct ErrorBody(string? Code, string? Message)
{
    /// <summary>A validation error lists every field; the first ones are enough to act on.</summary>
    private const int DetailsMax = 3;

    public static ErrorBody Parse(JsonElement? body)
    {
        if (body is { ValueKind: JsonValueKind.Array } list) return list.GetArrayLength() == 0 ? default : Parse(list[0]);
        if (body is not { ValueKind: JsonValueKind.Object } root) return default;
        if (root.TryGetProperty("error", out var error))
        {
            return error.ValueKind switch
            {
                JsonValueKind.Object => new ErrorBody(CodeOf(error), error.Text("message")),
                JsonValueKind.Array => new ErrorBody(CodeOf(root), MessagesOf(error)),
                _ => new ErrorBody(root.Text("code") ?? root.Text("error_type"), root.Text("error")),
            };
        }

        if (root.TryGetProperty("detail", out var detail)) return FromDetail(root, detail);
        return new ErrorBody(CodeOf(root) ?? root.Text("status"), root.Text("message") ?? root.Text("status"));
    }

    /// <summary>Some servers repeat the HTTP status as the code; then the type says more.</summary>
    private static string? CodeOf(JsonElement error)
    {
        var code = error.Text("code");
        return code is null || code.All(char.IsAsciiDigit) ? error.Text("type") ?? code : code;
    }

    private static string? MessagesOf(JsonElement errors)
    {
        var messages = errors.EnumerateArray().Take(DetailsMax)
            .Select(error => error.ValueKind == JsonValueKind.String ? error.GetString() : error.Text("message"))
            .Where(message => !string.IsNullOrEmpty(message));
        var joined = string.Join("; ", messages);
        return joined.Length == 0 ? null : joined;
    }

    private static ErrorBody FromDetail(JsonElement root, JsonElement detail)
    {
        var code = root.Text("error_type");
        if (detail.ValueKind != JsonValueKind.Array) return new ErrorBody(code, root.Text("detail"));

        var messages = new List<string>();
        foreach (var entry in detail.EnumerateArray().Take(DetailsMax))
        {
            // The entry's "input" echoes what was sent, prompt included: it is left out on purpose.
            code ??= entry.Text("type");
            if (entry.Text("msg") is { } message) messages.Add(Location(entry) + message);
        }

        return new ErrorBody(code, messages.Count == 0 ? null : string.Join("; ", messages));
    }

    private static string Location(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("loc", out var location)
            || location.ValueKind != JsonValueKind.Array)
        {
            return "";
        }

        var parts = location.EnumerateArray().Select(part => part.ToString()).Where(part => part.Length > 0);
        var path = string.Join('.', parts);
        return path.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{path}: ");
    }
}

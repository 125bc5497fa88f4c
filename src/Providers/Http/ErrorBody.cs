using System.Globalization;
using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>
/// The error code and message in a provider's error body. Known forms: <c>{"error":{"message","code","type"}}</c>,
/// <c>{"code","error":"text"}</c>, <c>{"error":"text"}</c> (xAI); <c>{"detail":[{"loc","msg","type"}]}</c>,
/// <c>{"detail":"text","error_type"}</c>, <c>{"status":"NOT_FOUND"}</c> (fal); <c>{"error":{"code":400,"message","status","details"}}</c>,
/// also in a list of one (Google); <c>{"error":["text"]}</c> (Hugging Face); <c>{"message","type","code":400}</c> (servers of the OpenAI
/// form); <c>{"title","detail","type","errors":[{"message"}]}</c> and <c>{"errors":[{"code","message"}]}</c> (X);
/// <c>{"error":{"type","message","details"},"node_errors":{...}}</c> (ComfyUI); <c>{"detail":{"status","message"}}</c> (ElevenLabs);
/// <c>{"kind","description"}</c> (D-ID). Every field may be missing or of another type.
/// </summary>
internal readonly record struct ErrorBody(string? Code, string? Message)
{
    /// <summary>A validation error lists every field; the first ones are enough to act on.</summary>
    private const int DetailsMax = 3;

    public static ErrorBody Parse(JsonElement? body)
    {
        if (body is not { } wrapped || Unwrap(wrapped) is not { ValueKind: JsonValueKind.Object } root) return default;
        if (root.TryGetProperty("error", out var error))
        {
            return error.ValueKind switch
            {
                JsonValueKind.Object => FromObject(root, error),
                JsonValueKind.Array => new ErrorBody(CodeOf(root), MessagesOf(error)),
                _ => new ErrorBody(root.Text("code") ?? root.Text("error_type"), root.Text("error")),
            };
        }

        if (root.Array("errors") is { } errors) return FromList(root, errors);
        if (root.TryGetProperty("detail", out var detail)) return FromDetail(root, detail);
        return new ErrorBody(
            CodeOf(root) ?? root.Text("status") ?? root.Text("kind"), root.Text("message") ?? root.Text("description") ?? root.Text("status"));
    }

    /// <summary>The body, out of the list of one that Google and servers of the OpenAI form at times put around it.</summary>
    public static JsonElement Unwrap(JsonElement body) => body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0 ? body[0] : body;

    /// <summary>Some servers repeat the HTTP status as the code; then the type says more.</summary>
    private static string? CodeOf(JsonElement error)
    {
        var code = error.Text("code");
        return code is null || code.All(char.IsAsciiDigit) ? error.Text("type") ?? code : code;
    }

    private static string? MessagesOf(JsonElement errors) =>
        Joined(errors.EnumerateArray().Select(error => error.Text("message") ?? error.Text("detail") ?? Plain(error)).OfType<string>());

    private static string? Plain(JsonElement error) => error.ValueKind == JsonValueKind.String ? error.GetString() : null;

    private static ErrorBody FromObject(JsonElement root, JsonElement error)
    {
        // Google's "code" repeats the HTTP status; its reason and its status are words.
        var reason = error.Array("details")?.EnumerateArray().Select(detail => detail.Text("reason")).FirstOrDefault(word => word is not null);

        // The older form of Google's errors, which YouTube has: {"error":{"code","message","errors":[{"domain","reason","message"}]}}.
        reason ??= error.Array("errors")?.EnumerateArray().Select(entry => entry.Text("reason")).FirstOrDefault(word => word is not null);
        var code = reason ?? error.Text("status") ?? CodeOf(error);
        var nodes = root.Object("node_errors") is { } byNode ? Joined(byNode.EnumerateObject().SelectMany(NodeMessages)) : null;
        var message = nodes is null ? error.Text("message") : $"{error.Text("message")}: {nodes}";
        return new ErrorBody(code, message);
    }

    private static IEnumerable<string> NodeMessages(JsonProperty node) =>
        (node.Value.Array("errors") is { } errors ? errors.EnumerateArray().AsEnumerable() : [])
        .Select(error => $"node {node.Name}: {error.Text("message")} {error.Text("details")}".TrimEnd());

    /// <summary>X's problem. "parameters" echoes what was sent, the query included: it is left out on purpose.</summary>
    private static ErrorBody FromList(JsonElement root, JsonElement errors)
    {
        var type = root.Text("type")?.Split('/')[^1];
        var code = type is null or "about:blank" ? root.Text("code") ?? errors.EnumerateArray().Select(error => error.Text("code")).FirstOrDefault() : type;
        return new ErrorBody(code, MessagesOf(errors) ?? root.Text("detail") ?? root.Text("title"));
    }

    private static ErrorBody FromDetail(JsonElement root, JsonElement detail)
    {
        if (detail.ValueKind == JsonValueKind.Object) return new ErrorBody(detail.Text("status") ?? CodeOf(detail), detail.Text("message"));

        var type = root.Text("type")?.Split('/')[^1];
        var code = root.Text("error_type") ?? (type is "about:blank" ? root.Text("title") : type);
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

    private static string? Joined(IEnumerable<string> messages)
    {
        var text = string.Join("; ", messages.Where(message => message.Length > 0).Take(DetailsMax));
        return text.Length == 0 ? null : text;
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

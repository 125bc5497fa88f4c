using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Cli.Output;

/// <summary>
/// Results go to stdout, progress and messages to stderr. With <c>--json</c> stdout holds exactly one JSON object and nothing else.
/// No colour and no moving lines when stderr is not a terminal or <c>NO_COLOR</c> is set.
/// </summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isJson, bool isInteractive, bool canRedraw, bool hasColor)
{
    public static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    };

    private static JsonSerializerOptions LineOptions { get; } = new(JsonOptions) { WriteIndented = false };

    public bool IsJson { get; } = isJson;

    /// <summary>True when stderr is a terminal, so that somebody can be asked.</summary>
    public bool IsInteractive { get; } = isInteractive;

    /// <summary>True when progress may redraw its line.</summary>
    public bool CanRedraw { get; } = canRedraw;

    public bool HasColor { get; } = hasColor;

    public static Terminal Create(bool isJson, bool isPlain, Func<string, string?> environment)
    {
        var isTerminal = !Console.IsErrorRedirected && environment("TERM") != "dumb";
        var hasColor = isTerminal && string.IsNullOrEmpty(environment("NO_COLOR"));
        return new Terminal(Console.Out, Console.Error, isJson, isTerminal, hasColor && !isPlain, hasColor);
    }

    /// <summary>A line for people on stdout; silent with <c>--json</c>.</summary>
    public void Line(string text)
    {
        if (!IsJson) output.WriteLine(text);
    }

    /// <summary>The result as one JSON object.</summary>
    public void Json(object value) => output.WriteLine(JsonSerializer.Serialize(value, JsonOptions));

    /// <summary>One JSON object on one line, for results that come piece by piece.</summary>
    public void JsonLine(object value) => output.WriteLine(JsonSerializer.Serialize(value, LineOptions));

    /// <summary>A message on stderr, with and without <c>--json</c>.</summary>
    public void Message(string text) => error.WriteLine(text);

    /// <summary>Redraws the last line of stderr.</summary>
    public void Redraw(string text) => error.Write("\r\u001b[2K" + text);

    /// <summary>Reports a failed command.</summary>
    public void Fail(CommandException exception)
    {
        if (IsJson) Json(new { error = new { code = exception.Code, message = exception.Message, hint = exception.Hint } });
        error.WriteLine((HasColor ? "\u001b[31merror\u001b[0m: " : "error: ") + exception.Message);
        if (exception.Hint is not null) error.WriteLine("  " + exception.Hint);
    }
}

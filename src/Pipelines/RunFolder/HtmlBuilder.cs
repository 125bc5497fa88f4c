using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>
/// Writes HTML from interpolated strings. What stands in the string literal is markup, what stands in a hole is text and is encoded for
/// content and for quoted attributes alike, so that no prompt and no provider's message can become markup by oversight.
/// </summary>
internal sealed class HtmlBuilder
{
    // Letters of all scripts stay readable in the file; the five characters of markup and all controls do not pass.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    /// <summary>Appends. The pieces are written while the compiler's calls hand them to the handler; nothing is left to do after.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] HtmlHandler content) => _ = content;

    public override string ToString() => _html.ToString();

    /// <summary>Takes the pieces of an interpolated string as the compiler hands them over.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct HtmlHandler
    {
        private readonly HtmlBuilder _page;

        // The two lengths are part of the pattern; a growing page has no use for them.
        public HtmlHandler(int literalLength, int formattedCount, HtmlBuilder page) => _page = page;

        public void AppendLiteral(string markup) => _page._html.Append(markup);

        public void AppendFormatted(string? text) => _page._html.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(int number) => _page._html.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(Markup markup) => _page._html.Append(markup.Html);
    }
}

/// <summary>Markup that is ours, such as the style sheet. Never from outside.</summary>
internal readonly record struct Markup(string Html);

using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>
/// Reads YAML event by event into <see cref="DocumentNode"/>s. Anchors and tags are refused: plain data needs neither, bombs need one.
/// </summary>
internal static class YamlDocuments
{
    /// <summary>Reads a file of one document; null when it holds none.</summary>
    /// <exception cref="InputException">It is not YAML.</exception>
    public static DocumentNode? ReadDocument(TextReader text, InputProblems problems)
    {
        try
        {
            var parser = new CheckedYamlParser(text);
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return null;
            var root = ReadNode(parser, problems, depth: 0);
            EndDocument(parser, problems);
            return root;
        }
        catch (YamlException exception)
        {
            throw Malformed(exception, problems);
        }
    }

    /// <summary>Reads the list that a file holds, entry by entry, with memory for one.</summary>
    /// <exception cref="InputException">It is not a YAML list.</exception>
    public static IEnumerable<DocumentNode> ReadList(TextReader text, InputProblems problems)
    {
        var parser = new CheckedYamlParser(text);
        if (!Try(() => BeginList(parser, problems), problems)) yield break;
        while (Try(() => parser.TryConsume<SequenceEnd>(out _) ? null : ReadNode(parser, problems, depth: 1), problems) is { } entry)
        {
            yield return entry;
        }

        Try(() => EndDocument(parser, problems), problems);
    }

    private static bool BeginList(CheckedYamlParser parser, InputProblems problems)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return false;
        if (parser.TryConsume<SequenceStart>(out _)) return true;

        var root = ReadNode(parser, problems, depth: 0);
        if (root.Kind == DocumentKind.Nothing) return false;
        throw problems.Fatal(root.Line, root.Column, "the file must be a list of prompts", root.Description, "one '- prompt' a line");
    }

    private static bool EndDocument(CheckedYamlParser parser, InputProblems problems)
    {
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<StreamEnd>(out _)) return true;
        var extra = parser.Current!.Start;
        throw problems.Fatal((int)extra.Line, (int)extra.Column, "the file holds a second YAML document", null, "one document");
    }

    private static DocumentNode ReadNode(CheckedYamlParser parser, InputProblems problems, int depth)
    {
        if (parser.TryConsume<Scalar>(out var scalar)) return FromScalar(scalar, problems);

        var start = parser.Current?.Start ?? Mark.Empty;
        var (line, column) = ((int)start.Line, (int)start.Column);
        if (depth == InputLimits.NestingMax) throw problems.Fatal(line, column, "lists and maps are nested too deeply");
        if (parser.TryConsume<SequenceStart>(out var list))
        {
            RefuseAnchor(list, problems);
            var items = new List<DocumentNode>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(parser, problems, depth + 1));
            return new DocumentNode(DocumentKind.List, "", line, column) { Items = items };
        }

        if (parser.TryConsume<MappingStart>(out var map))
        {
            RefuseAnchor(map, problems);
            var members = new List<DocumentMember>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var name = parser.Consume<Scalar>();
                RefuseAnchor(name, problems);
                members.Add(new DocumentMember(
                    name.Value, (int)name.Start.Line, (int)name.Start.Column, ReadNode(parser, problems, depth + 1)));
            }

            return new DocumentNode(DocumentKind.Map, "", line, column) { Members = members };
        }

        throw problems.Fatal(line, column, "YAML anchors and aliases are not taken", null, "the value itself");
    }

    private static DocumentNode FromScalar(Scalar scalar, InputProblems problems)
    {
        RefuseAnchor(scalar, problems);
        var kind = scalar.Style == ScalarStyle.Plain ? KindOfPlain(scalar.Value) : DocumentKind.Text;
        return new DocumentNode(kind, scalar.Value, (int)scalar.Start.Line, (int)scalar.Start.Column);
    }

    private static DocumentKind KindOfPlain(string value) => value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => DocumentKind.Nothing,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => DocumentKind.Boolean,
        _ when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
            DocumentKind.Number,
        _ => DocumentKind.Text,
    };

    private static void RefuseAnchor(NodeEvent node, InputProblems problems)
    {
        if (node.Anchor.IsEmpty && node.Tag.IsEmpty) return;
        throw problems.Fatal((int)node.Start.Line, (int)node.Start.Column, "YAML anchors and tags are not taken", null, "the value itself");
    }

    private static T Try<T>(Func<T> read, InputProblems problems)
    {
        try
        {
            return read();
        }
        catch (YamlException exception)
        {
            throw Malformed(exception, problems);
        }
    }

    private static InputException Malformed(YamlException exception, InputProblems problems) =>
        problems.Fatal((int)exception.Start.Line, (int)exception.Start.Column, "the file is not well-formed YAML: " + Reason(exception));

    /// <summary>The parser's own words, without the place, which we give in our form.</summary>
    private static string Reason(YamlException exception)
    {
        var message = exception.Message;
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return (end < 0 ? message : message[(end + 3)..]).TrimEnd('.');
    }
}

using System.Text.Json;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>
/// Reads one JSON value into a <see cref="DocumentNode"/>, with lines and columns. Comments and trailing commas are refused.
/// </summary>
internal static class JsonDocuments
{
    /// <param name="utf8">Exactly one JSON value, without a byte order mark.</param>
    /// <param name="line">Line on which it begins, from 1.</param>
    /// <param name="column">Column on which it begins, from 1.</param>
    /// <param name="problems">Where malformed JSON is reported.</param>
    /// <returns>The value, or null when it is malformed.</returns>
    public static DocumentNode? Read(ReadOnlySpan<byte> utf8, int line, int column, InputProblems problems)
    {
        var places = new PlaceFinder(utf8, line, column);
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = InputLimits.NestingMax });
            reader.Read();
            var node = ReadNode(ref reader, ref places);
            reader.Read(); // anything after the value throws
            return node;
        }
        catch (JsonException exception)
        {
            var (atLine, atColumn) = places.At(exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
            problems.Add(atLine, atColumn, null, "this is not well-formed JSON: " + Reason(exception));
            return null;
        }
        catch (InvalidOperationException)
        {
            // A half of a surrogate pair, written as an escape.
            problems.Add(line, column, null, "a text holds half of a surrogate pair (\\ud800 to \\udfff), which is not a character");
            return null;
        }
    }

    private static DocumentNode ReadNode(ref Utf8JsonReader reader, ref PlaceFinder places)
    {
        var (line, column) = places.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var items = new List<DocumentNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadNode(ref reader, ref places));
                return new DocumentNode(DocumentKind.List, "", line, column) { Items = items };
            case JsonTokenType.StartObject:
                var members = new List<DocumentMember>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (nameLine, nameColumn) = places.At(reader.TokenStartIndex);
                    var name = reader.GetString()!;
                    reader.Read();
                    members.Add(new DocumentMember(name, nameLine, nameColumn, ReadNode(ref reader, ref places)));
                }

                return new DocumentNode(DocumentKind.Map, "", line, column) { Members = members };
            case JsonTokenType.String:
                return new DocumentNode(DocumentKind.Text, reader.GetString()!, line, column);
            case JsonTokenType.Number:
                return new DocumentNode(DocumentKind.Number, System.Text.Encoding.UTF8.GetString(reader.ValueSpan), line, column);
            case JsonTokenType.True or JsonTokenType.False:
                return new DocumentNode(DocumentKind.Boolean, reader.TokenType == JsonTokenType.True ? "true" : "false", line, column);
            default:
                return new DocumentNode(DocumentKind.Nothing, "", line, column);
        }
    }

    private static string Reason(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? exception.Message : exception.Message[..end]).TrimEnd('.');
    }

    /// <summary>Turns byte offsets into lines and columns; offsets only grow, so the text is walked once.</summary>
    private ref struct PlaceFinder(ReadOnlySpan<byte> utf8, int firstLine, int firstColumn)
    {
        private readonly ReadOnlySpan<byte> _utf8 = utf8;
        private int _walked;
        private int _lines;
        private int _lineStart;

        public (int Line, int Column) At(long offset)
        {
            while (_utf8[_walked..(int)offset].IndexOf((byte)'\n') is >= 0 and var next)
            {
                _walked += next + 1;
                _lineStart = _walked;
                _lines++;
            }

            return At(_lines, offset - _lineStart);
        }

        public readonly (int Line, int Column) At(long lines, long bytesInLine) =>
            (firstLine + (int)lines, (lines == 0 ? firstColumn : 1) + (int)bytesInLine);
    }
}

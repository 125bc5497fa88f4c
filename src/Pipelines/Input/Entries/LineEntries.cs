using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>An entry a line: plain text, or JSON lines. A line too long is reported and passed over without being kept.</summary>
internal static class LineEntries
{
    public static async IAsyncEnumerable<DocumentNode> ReadTextAsync(
        CheckedUtf8Stream bytes, InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var (number, line) in LinesAsync(bytes, problems, cancellationToken))
        {
            var text = Encoding.UTF8.GetString(line.Span).Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            yield return new DocumentNode(DocumentKind.Text, text, number, 1);
        }
    }

    public static async IAsyncEnumerable<DocumentNode> ReadJsonAsync(
        CheckedUtf8Stream bytes, InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var (number, line) in LinesAsync(bytes, problems, cancellationToken))
        {
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0) continue;
            if (JsonDocuments.Read(line.Span, number, 1, problems) is { } node) yield return node;
        }
    }

    /// <summary>Lines without their ends; each is good only until the next is asked for.</summary>
    private static async IAsyncEnumerable<(int Number, ReadOnlyMemory<byte> Line)> LinesAsync(
        CheckedUtf8Stream bytes, InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var block = new byte[64 * 1024];
        var line = new ArrayBufferWriter<byte>();
        var number = 1;
        var length = 0L;
        while (true)
        {
            var count = await bytes.ReadAsync(block, cancellationToken);
            var next = 0;
            while (next < count)
            {
                var end = block.AsSpan(next, count - next).IndexOf((byte)'\n');
                var part = block.AsMemory(next, end < 0 ? count - next : end);
                length += part.Length;
                if (length <= InputLimits.EntryBytesMax) line.Write(part.Span);
                next += part.Length + 1;
                if (end < 0) break;

                if (IsWithinLimit(number, length, problems)) yield return (number, line.WrittenMemory);
                line.ResetWrittenCount();
                length = 0;
                number++;
            }

            if (count > 0) continue;
            if (length > 0 && IsWithinLimit(number, length, problems)) yield return (number, line.WrittenMemory);
            yield break;
        }
    }

    private static bool IsWithinLimit(int number, long length, InputProblems problems)
    {
        if (length <= InputLimits.EntryBytesMax) return true;
        problems.Add(
            number,
            null,
            null,
            "the line is too long",
            $"{length:N0} bytes",
            $"at most {InputLimits.EntryBytesMax:N0} bytes, a prompt of at most {InputLimits.PromptCharactersMax:N0} characters");
        return false;
    }
}

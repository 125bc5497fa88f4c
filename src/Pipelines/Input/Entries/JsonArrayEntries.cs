using System.Runtime.CompilerServices;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>One JSON array, entry by entry.</summary>
internal static class JsonArrayEntries
{
    public static async IAsyncEnumerable<DocumentNode> ReadAsync(
        CheckedUtf8Stream bytes, InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var splitter = new JsonArraySplitter(problems);
        var block = new byte[64 * 1024];
        while (await bytes.ReadAsync(block, cancellationToken) is > 0 and var count)
        {
            var next = 0;
            while (next < count)
            {
                next += splitter.Push(block.AsSpan(next, count - next), out var isEntryEnded);
                if (isEntryEnded && splitter.TakeEntry() is { } entry) yield return entry;
            }
        }

        splitter.End();
    }
}

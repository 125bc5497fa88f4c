using FunctionsPipeline.Pipelines.Input;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>
/// Reads prompts as a stream: memory does not grow with the file, but for 20 bytes an id. Not for several threads.
/// </summary>
/// <remarks>
/// Prompts are given out while later ones are still unread: only when the enumeration ends without an exception is the whole source good.
/// </remarks>
public sealed class PromptReader(PromptSource source)
{
    private string? _sha256;

    /// <summary>SHA-256 of the bytes that were read, in lower-case hexadecimal. Known when the enumeration has ended.</summary>
    /// <exception cref="InvalidOperationException">The enumeration has not ended.</exception>
    public string Sha256 => _sha256 ?? throw new InvalidOperationException("The prompts have not been read to their end.");

    /// <summary>Reads every prompt, in order, each with an id.</summary>
    /// <exception cref="InputException">
    /// Something is wrong. What can be told apart is collected and thrown at the end; a file that cannot be read on ends it at once.
    /// </exception>
    public async IAsyncEnumerable<PromptEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (source is InlinePrompts inline)
        {
            foreach (var entry in inline.Entries) yield return entry;
            _sha256 = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(inline.Entries)));
            yield break;
        }

        var problems = new InputProblems(source.Name);
        var checks = new PromptChecks(problems);
        var (stream, format) = Open(problems);
        await using var bytes = new CheckedUtf8Stream(stream, problems, EntryReader.BytesMax(format));
        await foreach (var node in EntryReader.ReadAsync(bytes, format, PromptFields.Columns, problems).WithCancellation(cancellationToken))
        {
            if (checks.Check(node) is { } entry) yield return entry;
        }

        _sha256 = await bytes.FinishAsync(cancellationToken);
        problems.ThrowIfAny();
        if (checks.Count == 0) throw problems.Fatal(null, null, "the file holds no prompt", null, "at least one");
    }

    private (Stream Stream, EntryFormat Format) Open(InputProblems problems)
    {
        if (source is PromptStream stream) return (stream.Open(), stream.Format);

        var file = (PromptFile)source;
        return (InputFiles.Open(file.FullPath, problems), file.Format);
    }
}

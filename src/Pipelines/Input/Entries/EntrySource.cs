using System.Runtime.CompilerServices;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>Where the entries of a run come from: a file, or the specification itself.</summary>
/// <param name="Name">Name in messages.</param>
/// <param name="Path">Absolute path; null when the entries stand in the specification.</param>
/// <param name="Inline">The entries that stand there.</param>
internal sealed record EntrySource(string Name, string? Path, IReadOnlyList<DocumentNode> Inline)
{
    /// <summary>Reads the field that names a file of entries, or holds them. Null when it is missing or wrong; that is a problem then.</summary>
    /// <param name="fields">Fields of the specification.</param>
    /// <param name="field">The field.</param>
    /// <param name="document">The specification.</param>
    /// <param name="entries">What the entries are, in the plural, for messages.</param>
    public static EntrySource? Read(FieldReader fields, InputField field, SpecDocument document, string entries)
    {
        switch (fields.Find(field))
        {
            case null:
                fields.RefuseMissing(field);
                return null;
            case { Kind: DocumentKind.List, Items.Count: > 0 } list:
                return new EntrySource(document.Problems.File, null, list.Items);
            case { Kind: DocumentKind.Text } path when document.Folder is not null:
                return InputFiles.Find(path, field.Name, document.Folder, document.Problems) is { } found ? new EntrySource(path.Value, found, []) : null;
            case var node:
                document.Problems.Add(
                    node.Line, node.Column, field.Name, "the value is not allowed", node.Description, document.Folder is null ? $"a list of {entries}, at least one" : field.Allowed);
                return null;
        }
    }

    /// <summary>The name alone: the rest of a specification stays the same when the entries lie elsewhere.</summary>
    public EntrySource WithoutEntries() => new(Name, null, []);

    /// <summary>The entries in their order, with memory for one of a file's.</summary>
    /// <exception cref="InputException">The file cannot be read on.</exception>
    public async IAsyncEnumerable<DocumentNode> ReadAsync(CsvColumns columns, InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Path is null)
        {
            foreach (var node in Inline) yield return node;
            yield break;
        }

        var format = EntryReader.FormatOf(Path)!.Value;
        await using var bytes = new CheckedUtf8Stream(InputFiles.Open(Path, problems), problems, EntryReader.BytesMax(format));
        await foreach (var node in EntryReader.ReadAsync(bytes, format, columns, problems).WithCancellation(cancellationToken)) yield return node;
    }
}

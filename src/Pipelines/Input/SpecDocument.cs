using System.Text;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>A specification as a document, before a pipeline looks at its fields.</summary>
/// <param name="Root">Its map.</param>
/// <param name="Problems">Where to put what is wrong with it.</param>
/// <param name="Folder">Folder that relative paths start from; null refuses files.</param>
internal sealed record SpecDocument(DocumentNode Root, InputProblems Problems, string? Folder)
{
    /// <summary>Reads a specification from wherever it comes.</summary>
    /// <param name="source">Where.</param>
    /// <param name="least">What it must hold at least, for messages.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It is no document, or not a map.</exception>
    public static async Task<SpecDocument> ReadAsync(SpecSource source, string least, CancellationToken cancellationToken)
    {
        switch (source)
        {
            case SpecSource.OfJson json:
                return await ReadAsync(new MemoryStream(json.Utf8.ToArray(), writable: false), json.Name, isJson: true, json.Folder, least, cancellationToken);
            case SpecSource.OfFile file:
                var full = Path.GetFullPath(file.Path);
                var isJson = Path.GetExtension(file.Path).Equals(".json", StringComparison.OrdinalIgnoreCase);
                return await ReadAsync(
                    InputFiles.Open(full, new InputProblems(file.Path)), file.Path, isJson, Path.GetDirectoryName(full)!, least, cancellationToken);
            default:
                throw new ArgumentException($"Unknown source {source.GetType().Name}.", nameof(source));
        }
    }

    /// <summary>Reads a specification from a stream, which is disposed.</summary>
    /// <exception cref="InputException">It is no document, or not a map.</exception>
    public static async Task<SpecDocument> ReadAsync(
        Stream content, string name, bool isJson, string? folder, string least, CancellationToken cancellationToken)
    {
        var problems = new InputProblems(name);
        using var bytes = new MemoryStream();
        await using (var utf8 = new CheckedUtf8Stream(content, problems, InputLimits.SpecBytesMax))
        {
            await utf8.CopyToAsync(bytes, cancellationToken);
        }

        var root = Parse(bytes, isJson, problems);
        problems.ThrowIfAny();
        return root switch
        {
            null or { Kind: DocumentKind.Nothing } => throw problems.Fatal(null, null, "the file is empty", null, $"at least {least}"),
            { Kind: DocumentKind.Map } => new SpecDocument(root, problems, folder),
            _ => throw problems.Fatal(root.Line, root.Column, "the file must be a map of fields", root.Description, $"at least {least}"),
        };
    }

    private static DocumentNode? Parse(MemoryStream bytes, bool isJson, InputProblems problems)
    {
        var utf8 = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        if (!isJson) return YamlDocuments.ReadDocument(new StringReader(Encoding.UTF8.GetString(utf8)), problems);
        return utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? null : JsonDocuments.Read(utf8, 1, 1, problems);
    }
}

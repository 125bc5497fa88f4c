using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Images.Input;

/// <summary>Reads prompts as a stream. Memory grows by an id a prompt. For one reading.</summary>
/// <param name="source">Where they come from.</param>
internal sealed class ImagePromptReader(ImagePromptSource source)
{
    private readonly Dictionary<string, int> _lineOfId = new(StringComparer.OrdinalIgnoreCase);
    private int _position;

    /// <summary>SHA-256 of what was read, lower-case hexadecimal; null before the end.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The prompts in the order of the source, numbered from 0.</summary>
    /// <exception cref="InputException">Something is wrong with the source; whatever was given out before is worth nothing then.</exception>
    public async IAsyncEnumerable<ImagePrompt> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var problems = new InputProblems(source.Name);
        var index = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var node in NodesAsync(problems, cancellationToken))
        {
            if (Read(node, problems) is not { } prompt) continue;
            hash.AppendData(Encoding.UTF8.GetBytes($"{prompt.Id}\n{prompt.Prompt}\n{prompt.NegativePrompt}\n{prompt.AspectRatio}\n{prompt.Seed}\n"));
            yield return prompt with { Index = index++ };
        }

        problems.ThrowIfAny();
        if (_position == 0) throw problems.Fatal(null, null, "there is no prompt", null, "at least one");
        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async IAsyncEnumerable<DocumentNode> NodesAsync(InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (source.Path is not { } path)
        {
            foreach (var node in source.Inline) yield return node;
            yield break;
        }

        var format = EntryReader.FormatOf(path)!.Value;
        await using var bytes = new CheckedUtf8Stream(InputFiles.Open(path, problems), problems, EntryReader.BytesMax(format));
        await foreach (var node in EntryReader.ReadAsync(bytes, format, ImagePromptFields.Columns, problems).WithCancellation(cancellationToken)) yield return node;
    }

    private ImagePrompt? Read(DocumentNode node, InputProblems problems)
    {
        _position++;
        if (node.Kind == DocumentKind.Text)
        {
            if (ImagePromptFields.Prompt.TryRead(node, out var alone)) return Make(node, alone, null, problems);
            problems.Add(node.Line, node.Column, null, "the prompt is not allowed", node.Description, ImagePromptFields.Prompt.Allowed);
            return null;
        }

        if (node.Kind != DocumentKind.Map)
        {
            problems.Add(node.Line, node.Column, null, "this is not a prompt", node.Description, "text, or a map with the field prompt");
            return null;
        }

        var fields = new FieldReader(node, ImagePromptFields.All, problems);
        if (!fields.Has(ImagePromptFields.Prompt)) fields.RefuseMissing(ImagePromptFields.Prompt);
        var text = fields.Read(ImagePromptFields.Prompt, "");
        var prompt = Make(fields.Find(ImagePromptFields.Id) ?? node, text, fields.Read(ImagePromptFields.Id, null!), problems);
        var (negative, ratio, seed) = (
            fields.Read(ImagePromptFields.NegativePrompt, null!), fields.Read(ImagePromptFields.AspectRatio, null!), fields.ReadOrNull(ImagePromptFields.Seed));
        return prompt is null ? null : prompt with { NegativePrompt = negative, AspectRatio = ratio, Seed = seed };
    }

    private ImagePrompt? Make(DocumentNode place, string text, string? id, InputProblems problems)
    {
        if (text.Length == 0) return null;
        id ??= string.Create(CultureInfo.InvariantCulture, $"prompt-{_position:0000}");
        if (_lineOfId.TryAdd(id, place.Line)) return new ImagePrompt { Index = 0, Id = id, Prompt = text };

        problems.Add(place.Line, place.Column, "id", $"the id is already that of the prompt in line {_lineOfId[id]}", $"'{id}'", "each id once, ignoring case");
        return null;
    }
}

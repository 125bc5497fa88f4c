using System.Text.Json;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Images.Input;

/// <summary>What <c>--input-file</c> may name: a specification, or nothing but prompts.</summary>
public static class ImagesInput
{
    /// <summary>Bytes of a file that are looked at; comments longer than that are not before a specification.</summary>
    private const int HeadBytesMax = 64 * 1024;

    /// <summary>The specification that a file stands for: itself when it is one, else one of default settings over its prompts.</summary>
    /// <exception cref="InputException">There is no such file, or its format cannot be told from its name.</exception>
    public static async Task<SpecSource> ToSpecAsync(string path, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        var problems = new InputProblems(path);
        if (EntryReader.FormatOf(full) is not { } format)
        {
            throw problems.Fatal(null, null, "the file's format cannot be told from its name", null, "a name that ends in " + EntryReader.Endings);
        }

        if (format is EntryFormat.Json or EntryFormat.Yaml && !IsList(await HeadAsync(full, problems, cancellationToken), format)) return new SpecSource.OfFile(path);
        if (!File.Exists(full)) throw problems.Fatal(null, null, $"there is no such file (looked at {full})");

        var spec = new Dictionary<string, string> { [ImagesFields.Pipeline.Name] = ImagesNames.Pipeline, [ImagesFields.Prompts.Name] = Path.GetFileName(full) };
        return new SpecSource.OfJson(path, JsonSerializer.SerializeToUtf8Bytes(spec)) { Folder = Path.GetDirectoryName(full)! };
    }

    private static async Task<string> HeadAsync(string full, InputProblems problems, CancellationToken cancellationToken)
    {
        await using var file = InputFiles.Open(full, problems);
        using var text = new StreamReader(file);
        var head = new char[HeadBytesMax];
        return new string(head, 0, await text.ReadBlockAsync(head, cancellationToken));
    }

    /// <summary>By the first line that says something. What is neither is for the reader of specifications to refuse.</summary>
    private static bool IsList(string head, EntryFormat format)
    {
        foreach (var line in head.Split('\n'))
        {
            var text = line.Trim().TrimStart('\uFEFF');
            if (text.Length == 0) continue;
            if (format == EntryFormat.Json) return text[0] == '[';
            if (text[0] is '#' or '%' || text == "---") continue;
            return text[0] == '[' || text == "-" || text.StartsWith("- ", StringComparison.Ordinal);
        }

        return false;
    }
}

using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Publishing.Input;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>Reads the specification of a video batch from YAML or JSON. Pure but for the file it reads; safe for several threads.</summary>
public static class VideoBatchSpecReader
{
    private const string Least = "the fields pipeline and prompts";

    /// <summary>Reads a file; a name that ends in <c>.json</c> is JSON, every other is YAML.</summary>
    /// <exception cref="InputException">The file cannot be read, or something in it is wrong; everything wrong is listed.</exception>
    public static Task<VideoBatchSpec> ReadFileAsync(string path, CancellationToken cancellationToken = default) =>
        ReadAsync(new SpecSource.OfFile(path), cancellationToken);

    /// <summary>Reads a specification from wherever it comes.</summary>
    /// <exception cref="InputException">Something is wrong; everything wrong is listed.</exception>
    public static async Task<VideoBatchSpec> ReadAsync(SpecSource source, CancellationToken cancellationToken = default) =>
        Build(await SpecDocument.ReadAsync(source, Least, cancellationToken));

    /// <summary>Reads a specification from a stream.</summary>
    /// <param name="content">UTF-8; is disposed.</param>
    /// <param name="name">Name in messages.</param>
    /// <param name="isJson">JSON or YAML.</param>
    /// <param name="folder">Folder that a relative prompt path starts from; null refuses prompt files.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Something is wrong; everything wrong is listed.</exception>
    public static async Task<VideoBatchSpec> ReadAsync(
        Stream content, string name, bool isJson, string? folder, CancellationToken cancellationToken = default) =>
        Build(await SpecDocument.ReadAsync(content, name, isJson, folder, Least, cancellationToken));

    private static VideoBatchSpec Build(SpecDocument document)
    {
        var (root, problems, folder) = document;
        var fields = new FieldReader(root, VideoBatchFields.All, problems);
        var prompts = ReadPrompts(fields, folder, problems);
        if (!fields.Has(VideoBatchFields.Pipeline)) fields.RefuseMissing(VideoBatchFields.Pipeline);
        fields.Read(VideoBatchFields.Pipeline, "");

        var spec = ReadFields(new VideoBatchSpec { Prompts = prompts! }, fields, problems);
        if (!spec.IncludePlain && spec.Traps.Count == 0)
        {
            problems.Add(root.Line, root.Column, "traps", "no variant is left: traps is empty and includePlain is false");
        }

        if (spec.Variants == VariantDesign.Factorial && FactorialVariants.Refusal(spec.Traps) is { } refusal)
        {
            var traps = fields.Find(VideoBatchFields.Traps) ?? root;
            problems.Add(traps.Line, traps.Column, "traps", refusal);
        }

        problems.ThrowIfAny();
        return spec;
    }

    /// <summary>Takes every field but pipeline and prompts; one that is absent or wrong keeps its default.</summary>
    private static VideoBatchSpec ReadFields(VideoBatchSpec spec, FieldReader fields, InputProblems problems) =>
        spec with
        {
            Provider = fields.Read(VideoBatchFields.Provider, spec.Provider),
            Model = fields.Read(VideoBatchFields.Model, spec.Model!),
            Traps = fields.Read(VideoBatchFields.Traps, spec.Traps),
            Variants = fields.Read(VideoBatchFields.Variants, spec.Variants),
            IncludePlain = fields.Read(VideoBatchFields.IncludePlain, spec.IncludePlain),
            Repeat = fields.Read(VideoBatchFields.Repeat, spec.Repeat),
            DurationSeconds = fields.ReadOrNull(VideoBatchFields.DurationSeconds),
            Resolution = fields.Read(VideoBatchFields.Resolution, spec.Resolution!),
            AspectRatio = fields.Read(VideoBatchFields.AspectRatio, spec.AspectRatio!),
            BudgetUsd = fields.ReadOrNull(VideoBatchFields.BudgetUsd),
            Concurrency = fields.Read(VideoBatchFields.Concurrency, spec.Concurrency),
            Jitter = fields.Read(VideoBatchFields.Jitter, spec.Jitter),
            Project = fields.Read(VideoBatchFields.Project, spec.Project),
            Priority = fields.Read(VideoBatchFields.Priority, spec.Priority),
            TimeoutSeconds = fields.Read(VideoBatchFields.TimeoutSeconds, spec.TimeoutSeconds),
            Retries = ReadRetries(fields, spec.Retries, problems),
            RequestsPerMinute = fields.ReadOrNull(VideoBatchFields.RequestsPerMinute),
            Seed = fields.Read(VideoBatchFields.Seed, spec.Seed),
            Expects = fields.Read(VideoBatchFields.Expects, spec.Expects),
            Post = PostFields.Read(fields, problems),
        };

    private static RetrySpec ReadRetries(FieldReader fields, RetrySpec otherwise, InputProblems problems)
    {
        if (fields.Find(VideoBatchFields.Retries) is not { } node) return otherwise;
        if (node.Kind == DocumentKind.Map)
        {
            var retries = new FieldReader(node, VideoBatchFields.RetryFields, problems, "retries.");
            return new RetrySpec(
                retries.Read(VideoBatchFields.Attempts, otherwise.Attempts),
                retries.Read(VideoBatchFields.SubmitAttempts, otherwise.SubmitAttempts));
        }

        problems.Add(node.Line, node.Column, "retries", "the value is not allowed", node.Description, VideoBatchFields.Retries.Allowed);
        return otherwise;
    }

    /// <summary>Null when they are missing or wrong; that is a problem then.</summary>
    private static PromptSource? ReadPrompts(FieldReader fields, string? folder, InputProblems problems)
    {
        var field = VideoBatchFields.Prompts;
        switch (fields.Find(field))
        {
            case null:
                fields.RefuseMissing(field);
                return null;
            case { Kind: DocumentKind.List } list:
                return ReadInline(list, problems);
            case { Kind: DocumentKind.Text } path when folder is not null:
                return ReadPath(path, folder, problems);
            case var node:
                var allowed = folder is null ? "a list of prompts" : field.Allowed;
                problems.Add(node.Line, node.Column, field.Name, "the value is not allowed", node.Description, allowed);
                return null;
        }
    }

    private static InlinePrompts ReadInline(DocumentNode list, InputProblems problems)
    {
        var checks = new PromptChecks(problems);
        var entries = new List<PromptEntry>();
        foreach (var node in list.Items)
        {
            if (checks.Check(node) is { } entry) entries.Add(entry);
        }

        if (list.Items.Count == 0) problems.Add(list.Line, list.Column, "prompts", "the list is empty", null, "at least one prompt");
        return new InlinePrompts(entries) { Name = problems.File };
    }

    private static PromptSource? ReadPath(DocumentNode node, string folder, InputProblems problems) =>
        InputFiles.Find(node, "prompts", folder, problems) is { } path ? PromptSource.FromFile(path) with { Name = node.Value } : null;
}

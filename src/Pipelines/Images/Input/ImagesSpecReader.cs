using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Images.Input;

/// <summary>Reads the specification of images.</summary>
internal static class ImagesSpecReader
{
    /// <exception cref="InputException">Something is wrong; everything wrong is listed.</exception>
    public static async Task<ImagesSpec> ReadAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var document = await SpecDocument.ReadAsync(request.Spec, "the fields pipeline and prompts", cancellationToken);
        var fields = new FieldReader(document.Root, ImagesFields.All, document.Problems, overrides: request.Overrides);
        var prompts = ReadPrompts(fields, document);
        if (!fields.Has(ImagesFields.Pipeline)) fields.RefuseMissing(ImagesFields.Pipeline);
        fields.Read(ImagesFields.Pipeline, "");
        var spec = Read(fields, new ImagesSpec { Prompts = prompts! });
        if (spec.Formats.Count == 0) document.Problems.Add(null, null, ImagesFields.Formats.Name, "the list is empty", null, ImagesFields.Formats.Allowed);
        document.Problems.ThrowIfAny();
        return spec;
    }

    private static ImagesSpec Read(FieldReader fields, ImagesSpec spec) => spec with
    {
        Project = fields.Read(ImagesFields.Project, spec.Project),
        Images = fields.Read(ImagesFields.Images, spec.Images),
        Judges = fields.Read(ImagesFields.Judges, spec.Judges),
        Improvers = fields.Read(ImagesFields.Improvers, spec.Improvers),
        TargetScore = fields.Read(ImagesFields.TargetScore, spec.TargetScore),
        IterationsMax = fields.Read(ImagesFields.IterationsMax, spec.IterationsMax),
        Patience = fields.Read(ImagesFields.Patience, spec.Patience),
        Rescores = fields.Read(ImagesFields.Rescores, spec.Rescores),
        TriesMax = fields.Read(ImagesFields.TriesMax, spec.TriesMax),
        ValidationThreshold = fields.Read(ImagesFields.ValidationThreshold, spec.ValidationThreshold),
        AspectRatio = fields.Read(ImagesFields.AspectRatio, null!),
        Resolution = fields.Read(ImagesFields.Resolution, null!),
        Seed = fields.Read(ImagesFields.Seed, spec.Seed),
        BatchSize = fields.Read(ImagesFields.BatchSize, spec.BatchSize),
        RequestsPerMinute = fields.ReadOrNull(ImagesFields.RequestsPerMinute),
        BudgetUsd = fields.ReadOrNull(ImagesFields.BudgetUsd),
        Baseline = fields.ReadOrNull(ImagesFields.Baseline),
        Formats = fields.Read(ImagesFields.Formats, spec.Formats),
    };

    /// <summary>Null when they are missing or wrong; that is a problem then.</summary>
    private static ImagePromptSource? ReadPrompts(FieldReader fields, SpecDocument document)
    {
        var field = ImagesFields.Prompts;
        switch (fields.Find(field))
        {
            case null:
                fields.RefuseMissing(field);
                return null;
            case { Kind: DocumentKind.List, Items.Count: > 0 } list:
                return new ImagePromptSource(document.Problems.File, null, list.Items);
            case { Kind: DocumentKind.Text } path when document.Folder is not null:
                return InputFiles.Find(path, field.Name, document.Folder, document.Problems) is { } found ? new ImagePromptSource(path.Value, found, []) : null;
            case var node:
                document.Problems.Add(
                    node.Line, node.Column, field.Name, "the value is not allowed", node.Description, document.Folder is null ? "a list of prompts, at least one" : field.Allowed);
                return null;
        }
    }
}

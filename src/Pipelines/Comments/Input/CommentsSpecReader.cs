using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Comments.Input;

/// <summary>Reads the specification of suggestions.</summary>
internal static class CommentsSpecReader
{
    /// <exception cref="InputException">Something is wrong; everything wrong is listed.</exception>
    public static async Task<CommentsSpec> ReadAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var document = await SpecDocument.ReadAsync(request.Spec, "the fields pipeline and candidates", cancellationToken);
        var fields = new FieldReader(document.Root, CommentsFields.All, document.Problems, overrides: request.Overrides);
        var candidates = ReadCandidates(fields, document);
        if (!fields.Has(CommentsFields.Pipeline)) fields.RefuseMissing(CommentsFields.Pipeline);
        fields.Read(CommentsFields.Pipeline, "");
        var spec = Read(fields, new CommentsSpec { Candidates = candidates! });
        document.Problems.ThrowIfAny();
        return spec;
    }

    private static CommentsSpec Read(FieldReader fields, CommentsSpec spec) => spec with
    {
        Project = fields.Read(CommentsFields.Project, spec.Project),
        Models = fields.Read(CommentsFields.Models, spec.Models),
        Embedders = fields.Read(CommentsFields.Embedders, spec.Embedders),
        Suggestions = fields.Read(CommentsFields.Suggestions, spec.Suggestions),
        UseGate = fields.Read(CommentsFields.UseGate, spec.UseGate),
        GateThreshold = fields.Read(CommentsFields.GateThreshold, spec.GateThreshold),
        SkipLowScores = fields.Read(CommentsFields.SkipLowScores, spec.SkipLowScores),
        QualityThreshold = fields.Read(CommentsFields.QualityThreshold, spec.QualityThreshold),
        MinFollowers = fields.Read(CommentsFields.MinFollowers, spec.MinFollowers),
        HoursBack = fields.ReadOrNull(CommentsFields.HoursBack),
        MaxCandidates = fields.ReadOrNull(CommentsFields.MaxCandidates),
        Voice = fields.Read(CommentsFields.Voice, spec.Voice),
        BatchSize = fields.Read(CommentsFields.BatchSize, spec.BatchSize),
        RequestsPerMinute = fields.Read(CommentsFields.RequestsPerMinute, spec.RequestsPerMinute),
        BudgetUsd = fields.ReadOrNull(CommentsFields.BudgetUsd),
        Seed = fields.Read(CommentsFields.Seed, spec.Seed),
    };

    /// <summary>Null when they are missing or wrong; that is a problem then.</summary>
    private static CandidateSource? ReadCandidates(FieldReader fields, SpecDocument document)
    {
        var field = CommentsFields.Candidates;
        switch (fields.Find(field))
        {
            case null:
                fields.RefuseMissing(field);
                return null;
            case { Kind: DocumentKind.List, Items.Count: > 0 } list:
                return new CandidateSource(document.Problems.File, null, list.Items);
            case { Kind: DocumentKind.Text } path when document.Folder is not null:
                return InputFiles.Find(path, field.Name, document.Folder, document.Problems) is { } found ? new CandidateSource(path.Value, found, []) : null;
            case var node:
                document.Problems.Add(
                    node.Line, node.Column, field.Name, "the value is not allowed", node.Description, document.Folder is null ? "a list of posts, at least one" : field.Allowed);
                return null;
        }
    }
}

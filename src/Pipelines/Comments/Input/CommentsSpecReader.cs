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
        var candidates = EntrySource.Read(fields, CommentsFields.Candidates, document, "posts");
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
        DedupThreshold = fields.ReadOrNull(CommentsFields.DedupThreshold),
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
}

using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.PostSearch.Input;

/// <summary>What is searched for: the specification, checked, with every default filled in.</summary>
internal sealed record PostSearchSpec
{
    public IReadOnlyList<string> Queries { get; init; } = [];
    public string Project { get; init; } = "default";
    public IReadOnlyList<string> Searches { get; init; } = [];
    public int PagesMax { get; init; } = 1;
    public int Count { get; init; } = 25;
    public int? HoursBack { get; init; }
    public int BatchSize { get; init; } = 5;
    public int? RequestsPerMinute { get; init; }
    public decimal? BudgetUsd { get; init; }
    public int Seed { get; init; } = 1;

    /// <summary>Reads the specification.</summary>
    /// <exception cref="InputException">Something is wrong; everything wrong is listed.</exception>
    public static async Task<PostSearchSpec> ReadAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var document = await SpecDocument.ReadAsync(request.Spec, "the fields pipeline and queries", cancellationToken);
        var fields = new FieldReader(document.Root, PostSearchFields.All, document.Problems, overrides: request.Overrides);
        foreach (var field in new InputField[] { PostSearchFields.Pipeline, PostSearchFields.Queries })
        {
            if (!fields.Has(field)) fields.RefuseMissing(field);
        }

        fields.Read(PostSearchFields.Pipeline, "");
        var spec = Read(fields, new PostSearchSpec());
        document.Problems.ThrowIfAny();
        return spec;
    }

    private static PostSearchSpec Read(FieldReader fields, PostSearchSpec spec) => spec with
    {
        Queries = fields.Read(PostSearchFields.Queries, spec.Queries),
        Project = fields.Read(PostSearchFields.Project, spec.Project),
        Searches = fields.Read(PostSearchFields.Searches, spec.Searches),
        PagesMax = fields.Read(PostSearchFields.PagesMax, spec.PagesMax),
        Count = fields.Read(PostSearchFields.Count, spec.Count),
        HoursBack = fields.ReadOrNull(PostSearchFields.HoursBack),
        BatchSize = fields.Read(PostSearchFields.BatchSize, spec.BatchSize),
        RequestsPerMinute = fields.ReadOrNull(PostSearchFields.RequestsPerMinute),
        BudgetUsd = fields.ReadOrNull(PostSearchFields.BudgetUsd),
        Seed = fields.Read(PostSearchFields.Seed, spec.Seed),
    };
}

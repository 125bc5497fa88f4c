using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.PostSearch;

/// <summary>The names under which the pipeline's parts run, and of its steps. Histories hold them: a name is for ever.</summary>
public static class PostSearchNames
{
    /// <summary>Id of the pipeline in specs and commands.</summary>
    public const string Pipeline = "post-search";

    /// <summary>Asks for one page of posts; its repeat is the number of the page.</summary>
    public const string SearchStep = "search";

    /// <summary>The steps of a query.</summary>
    public static readonly IReadOnlyList<string> Steps = [SearchStep];

    /// <summary>The run, its chunks and items, and what they share with every batch.</summary>
    public static readonly BatchNames<PostSearchSettings> Batch = new("PostSearch");

    /// <summary>Takes <see cref="SearchStep"/>.</summary>
    public static readonly ActivityReference<StepCall<PostSearchSettings>, StepAnswer<PageVerdict>> Search = new("PostSearch.Search");

    /// <summary>Writes the query's end.</summary>
    public static readonly ActivityReference<PostSearchEnding, ItemOutcome> CompleteItem = new("PostSearch.CompleteItem");
}

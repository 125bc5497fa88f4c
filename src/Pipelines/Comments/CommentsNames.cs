using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>The names under which the pipeline's parts run, and of its steps. Histories hold them: a name is for ever.</summary>
public static class CommentsNames
{
    /// <summary>Id of the pipeline in specs and commands.</summary>
    public const string Pipeline = "comments";

    /// <summary>Scores a candidate.</summary>
    public const string GateStep = "gate";

    /// <summary>Writes suggestions.</summary>
    public const string SuggestStep = "suggest";

    /// <summary>Scores suggestions.</summary>
    public const string AssessStep = "assess";

    /// <summary>Turns suggestions into vectors.</summary>
    public const string EmbedStep = "embed";

    /// <summary>The steps of a candidate, in the order in which they follow from each other.</summary>
    public static readonly IReadOnlyList<string> Steps = [GateStep, SuggestStep, AssessStep, EmbedStep];

    /// <summary>The run, its chunks and items, and what they share with every batch.</summary>
    public static readonly BatchNames<CommentsSettings> Batch = new("Comments");

    /// <summary>Takes <see cref="GateStep"/>.</summary>
    public static readonly ActivityReference<StepCall<CommentsSettings>, StepAnswer<GateVerdict>> Gate = new("Comments.Gate");

    /// <summary>Takes <see cref="SuggestStep"/>.</summary>
    public static readonly ActivityReference<StepCall<CommentsSettings>, StepAnswer<SuggestVerdict>> Suggest = new("Comments.Suggest");

    /// <summary>Takes <see cref="AssessStep"/>.</summary>
    public static readonly ActivityReference<StepCall<CommentsSettings>, StepAnswer<AssessVerdict>> Assess = new("Comments.Assess");

    /// <summary>Takes <see cref="EmbedStep"/>.</summary>
    public static readonly ActivityReference<StepCall<CommentsSettings>, StepAnswer<EmbedVerdict>> Embed = new("Comments.Embed");

    /// <summary>Writes the candidate's end.</summary>
    public static readonly ActivityReference<CommentsEnding, ItemOutcome> CompleteItem = new("Comments.CompleteItem");
}

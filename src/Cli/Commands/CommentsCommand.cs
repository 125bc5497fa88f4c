using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>comments --input-file FILE</c>, <c>comments --query TEXT</c>: drafts replies to posts, for a person who is the only one who replies.</summary>
internal static class CommentsCommand
{
    public static Command Create()
    {
        var output = new OutputDirectory("the suggestions (suggestions.jsonl, .csv and .md)", "suggestions.*", null);
        var command = new InputCommand("comments", "candidates", "Drafts replies to posts: gate, suggestions, quality filter, no two that say the same. Nothing is ever sent.")
            .Field(new Option<int?>("--hours-back") { Description = "Only posts of the last so many hours (field hoursBack).", HelpName = "N" }, "hoursBack")
            .Field(new Option<int?>("--min-followers") { Description = "Only posts of authors with at least so many followers (field minFollowers).", HelpName = "N" }, "minFollowers")
            .Field(new Option<int?>("--max-candidates") { Description = "At most so many posts (field maxCandidates).", HelpName = "N" }, "maxCandidates")
            .Field(new Option<int?>("--suggestions") { Description = "Suggestions for a post (field suggestions).", HelpName = "N" }, "suggestions")
            .Field(new Option<double?>("--dedup-threshold") { Description = "Least cosine of suggestions that say the same, for the first embedder (field dedupThreshold).", HelpName = "SHARE" }, "dedupThreshold")
            .Field(new Option<double?>("--gate-threshold") { Description = "Least score of a post that is answered (field gateThreshold).", HelpName = "SHARE" }, "gateThreshold")
            .Field(new Option<double?>("--quality-threshold") { Description = "Least score of a suggestion that is kept (field qualityThreshold).", HelpName = "SHARE" }, "qualityThreshold")
            .Field(new Option<string?>("--voice") { Description = "How the suggestions shall sound (field voice).", HelpName = "TEXT" }, "voice")
            .Switch("use-gate", "useGate", "Posts are scored first, and only those worth it are answered")
            .Switch("skip-low-scores", "skipLowScores", "Suggestions below the threshold are left out")
            .List("--model", "models", "Language models, the preferred one first")
            .List("--embedder", "embedders", "Makers of vectors, the preferred one first")
            .OrQueries()
            .Create(output.CopyAsync);
        output.AddTo(command);
        return command;
    }
}

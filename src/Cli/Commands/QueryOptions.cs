using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.PostSearch;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>Options of a command whose inputs may be posts that are searched for.</summary>
/// <param name="file">The option that names a file of inputs instead.</param>
internal sealed class QueryOptions(Option<string> file)
{
    // What a search and the run on what it found have in common; everything else is for the latter.
    private static readonly string[] SharedFields = ["project", "hoursBack", "budgetUsd", "seed"];

    private readonly Option<string[]> _query = new("--query")
    {
        Description = "Search X for recent posts instead of reading a file; each post found is paid for. May be given several times.", HelpName = "TEXT",
    };

    private readonly Option<int?> _pages = new("--pages") { Description = "With --query: pages of each query at most, 25 posts each (field pagesMax). Default: 1.", HelpName = "N" };

    public void AddTo(Command command)
    {
        command.Options.Add(_query);
        command.Options.Add(_pages);
        command.Validators.Add(result =>
        {
            var (hasQuery, hasFile) = (result.GetResult(_query) is not null, result.GetResult(file) is not null);
            if (hasQuery && hasFile) result.AddError("--input-file and --query both say where the posts come from; give one of them.");
            if (!hasQuery && !hasFile) result.AddError("Neither --input-file nor --query is given; give one of them: a file of posts, or what to search for.");
            if (!hasQuery && result.GetResult(_pages) is not null) result.AddError("--pages goes with --query; a file of posts has no pages.");
        });
    }

    /// <summary>The search that is asked for; null when a file is named.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="fields">The fields that its flags stand for.</param>
    public WantedRun? Read(ParseResult arguments, JsonObject fields)
    {
        if (arguments.GetValue(_query) is not { Length: > 0 } queries) return null;

        var document = new JsonObject { ["pipeline"] = PostSearchNames.Pipeline, ["queries"] = new JsonArray([.. queries.Select(query => (JsonNode)query)]) };
        if (arguments.GetValue(_pages) is { } pages) document["pagesMax"] = pages;
        foreach (var field in SharedFields)
        {
            if (fields[field] is { } value) document[field] = value.DeepClone();
        }

        return new WantedRun(new SpecSource.OfJson("command line", JsonSerializer.SerializeToUtf8Bytes(document))) { Seed = fields["seed"]?.GetValue<int?>() };
    }
}

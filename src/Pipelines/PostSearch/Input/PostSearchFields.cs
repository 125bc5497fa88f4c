using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.PostSearch.Input;

/// <summary>Every field of a specification for a search.</summary>
internal static class PostSearchFields
{
    public static readonly ChoiceField<string> Pipeline = new("pipeline", "The pipeline that runs this file.", (PostSearchNames.Pipeline, PostSearchNames.Pipeline));

    public static readonly QueryListField Queries = new("queries", "What to look for, in the provider's own query language; a list for several queries.");

    public static readonly TextField Project = new("project", "Project whose caps and ledger apply. Default: default.", InputNames.Form(), InputNames.Allowed);

    public static readonly ModelListField Searches = new("searches", "Providers that search, the preferred one first; there is: x. Default: the first that this host has access to.");

    public static readonly IntegerField PagesMax = new("pagesMax", "Pages of each query at most; each is a paid call. Default: 1.", 1, 10);

    public static readonly IntegerField Count = new("count", "Posts a page at most; each post that comes back is paid for. Default: 25.", 10, 100);

    public static readonly IntegerField HoursBack = new("hoursBack", "Only posts of the last so many hours, from the full hour. Default: as far back as the search reaches, seven days.", 1, PostOrders.HoursBackMax);

    public static readonly IntegerField BatchSize = new("batchSize", "Queries under way at once. Default: 5.", 1, 100);

    public static readonly IntegerField RequestsPerMinute = new("requestsPerMinute", "Calls allowed in any minute. Default: what the provider allows.", 1, 100_000);

    public static readonly UsdField BudgetUsd = new("budgetUsd", "Cap of the run, US dollars. Default: none.", 1_000_000);

    public static readonly IntegerField Seed = new("seed", "Seed of every draw. Default: 1.", 0, int.MaxValue);

    /// <summary>Every field, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<InputField> All =
        [Pipeline, Queries, Project, Searches, PagesMax, Count, HoursBack, BatchSize, RequestsPerMinute, BudgetUsd, Seed];

    /// <summary>The text of <c>docs/schemas/post-search.schema.json</c>.</summary>
    public static string SchemaText() => InputSchema.Document("FunctionsPipeline post-search", All, Pipeline, Queries);
}

/// <summary>A query, or a list of queries, each once.</summary>
internal sealed class QueryListField(string name, string description) : InputField<IReadOnlyList<string>>(name, description)
{
    /// <summary>What X takes at most, with a contract; the provider's own bound is checked when a run is planned.</summary>
    private const int QueryCharactersMax = 4096;

    /// <summary>Every query costs at least a call: beyond it a mistake is likelier than a wish.</summary>
    private const int QueriesMax = 1000;

    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"a query of 1 to {QueryCharactersMax} characters, or a list of 1 to {QueriesMax} of these, each once");

    public override JsonObject Schema => new()
    {
        ["oneOf"] = new JsonArray(Entry, new JsonObject { ["type"] = "array", ["items"] = Entry, ["minItems"] = 1, ["maxItems"] = QueriesMax, ["uniqueItems"] = true }),
    };

    private static JsonObject Entry => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = QueryCharactersMax };

    public override bool TryRead(DocumentNode node, out IReadOnlyList<string> value)
    {
        var entries = node.Kind == DocumentKind.List ? node.Items : [node];
        value = [.. entries.Select(entry => entry.Value.Trim())];
        return value.Count is > 0 and <= QueriesMax
            && entries.All(entry => entry.Kind is DocumentKind.Text or DocumentKind.Number)
            && value.All(query => query.Length is > 0 and <= QueryCharactersMax && !query.Any(char.IsControl))
            && value.Distinct(StringComparer.Ordinal).Count() == value.Count;
    }
}

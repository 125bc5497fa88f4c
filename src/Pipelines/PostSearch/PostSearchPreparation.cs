using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.PostSearch.Input;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.PostSearch;

/// <summary>Reads, checks, plans and forecasts a search, before anything is paid. Nothing is asked here.</summary>
internal static class PostSearchPreparation
{
    public static async Task<PreparedRun> PrepareAsync(PipelineServices services, RunRequest request, CancellationToken cancellationToken)
    {
        var spec = await PostSearchSpec.ReadAsync(request, cancellationToken);
        var name = request.Spec.Title;
        var searches = SearchesOf(services, spec, name);
        var settings = SettingsOf(spec, request, searches, services.Clock.GetUtcNow());
        CheckQueries(services, spec, settings, name);
        var (planPath, forecast) = await ScratchPlan.CreateAsync(services, async path =>
        {
            var (total, all) = await ScratchPlan.WriteAsync(path, QueriesOf(spec), request.Items, (query, index) => query with { Index = index }, cancellationToken);
            if (total == 0) throw InputException.Of(name, [$"the plan has {all} queries; none of them lies in the range {request.Items}"]);
            return ForecastOf(services, spec, request, settings, total);
        });
        var fingerprint = TextHash.Sha256(JsonSerializer.Serialize(spec, DurableJson.Options) + request.Items);
        return new PreparedScratchBatch<SearchQuery, PostSearchSettings>
        {
            Pipeline = PostSearchNames.Pipeline,
            Project = spec.Project,
            Provider = searches.First(search => search.Missing is null).Provider,
            Total = forecast.Items,
            UsesSimulator = request.Simulated.Count > 0,
            Concurrency = spec.BatchSize,
            BudgetTicks = BatchMoney.Ticks(spec.BudgetUsd),
            SpecPath = request.Spec.FullPath,
            SpecFingerprint = fingerprint,

            // The queries stand in the specification: there is no other input.
            InputFingerprint = fingerprint,
            PlanPath = planPath,
            RerunFrom = request.RerunFrom,
            Settings = settings,
            ForecastInput = forecast,
            Forecast = RunForecaster.Create(forecast),
        };
    }

    private static IReadOnlyList<ModelChoice> SearchesOf(PipelineServices services, PostSearchSpec spec, string name)
    {
        var problems = new InputProblems(name);
        var searches = ModelChains.Create(
            PostSearchFields.Searches.Name, spec.Searches, PostOrders.Providers, provider => services.Providers.Posts.ContainsKey(provider) ? [PostOrders.Model] : null, problems);
        problems.ThrowIfAny();
        if (searches.Any(search => search.Missing is null)) return searches;

        var settings = PostOrders.Providers.SelectMany(provider => ProviderDefinition.Of(provider).KeySettings);
        throw InputException.Of(
            name, [$"no provider that searches posts can be called from this host: set {string.Join(" or ", settings)}. Without one, suggestions can be run on a file of posts: pipeline comments --input-file FILE"]);
    }

    /// <summary>What a provider would refuse is refused here, before a call.</summary>
    private static void CheckQueries(PipelineServices services, PostSearchSpec spec, PostSearchSettings settings, string name)
    {
        var problems = new InputProblems(name);
        foreach (var search in settings.Searches.Where(search => search.Missing is null))
        {
            foreach (var text in spec.Queries)
            {
                var query = new PostQuery(text, settings.Count) { From = PostOrders.FromOf(settings, services.Clock.GetUtcNow()) };
                foreach (var problem in services.Providers.Posts[search.Provider].Validate(query))
                {
                    problems.Add(null, null, PostSearchFields.Queries.Name, $"{search.Provider} does not take it: {problem}", $"'{DocumentNode.Shorten(text)}'");
                }
            }
        }

        problems.ThrowIfAny();
    }

    private static IAsyncEnumerable<SearchQuery> QueriesOf(PostSearchSpec spec) => spec.Queries
        .Select((text, index) => new SearchQuery { Index = index, Id = string.Create(CultureInfo.InvariantCulture, $"query-{index + 1:000}"), Text = text })
        .ToAsyncEnumerable();

    private static PostSearchSettings SettingsOf(PostSearchSpec spec, RunRequest request, IReadOnlyList<ModelChoice> searches, DateTimeOffset now) => new()
    {
        Project = spec.Project,
        RequestsPerMinute = spec.RequestsPerMinute,
        Seed = spec.Seed,
        Caps = BatchMoney.Caps(request, searches.Select(search => search.Provider)),
        Fork = BatchForks.Of(request, PostSearchNames.Steps),
        Searches = searches,
        PagesMax = spec.PagesMax,
        Count = spec.Count,
        From = FullHour(now, spec.HoursBack),
    };

    /// <summary>The full hour before: within an hour the same specification asks for the same.</summary>
    private static DateTimeOffset? FullHour(DateTimeOffset now, int? hoursBack)
    {
        if (hoursBack is not { } hours) return null;
        var from = now.ToUniversalTime().AddHours(-hours);
        return from.AddTicks(-(from.Ticks % TimeSpan.TicksPerHour));
    }

    private static ForecastInput ForecastOf(PipelineServices services, PostSearchSpec spec, RunRequest request, PostSearchSettings settings, int total)
    {
        var search = settings.Searches.First(choice => choice.Missing is null);
        var posts = spec.PagesMax * spec.Count;
        return new ForecastInput
        {
            Items = total,
            Concurrency = spec.BatchSize,
            TicksPerItem = PostOrders.Ticks(services, search, posts)
                ?? throw InputException.Of(
                    PostSearchFields.Searches.Name, [$"no price is known for {search}, and what has no price is not bought; add one to a prices file (setting pricesFile)"]),
            JitterMinSeconds = 0,
            JitterMaxSeconds = 0,
            SubmitsPerMinute = spec.RequestsPerMinute / (double)spec.PagesMax,
            PaidAttemptsMax = 1,
            Profile = ProviderProfiles.Searches(request.Simulated.Count > 0, spec.PagesMax, posts),
            Seed = spec.Seed,
        };
    }
}

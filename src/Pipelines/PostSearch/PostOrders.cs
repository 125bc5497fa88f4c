using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.PostSearch;

/// <summary>A page of posts as it is kept.</summary>
/// <param name="Posts">Newest first.</param>
/// <param name="NextToken">Asks for the next page; null at the end.</param>
internal sealed record PostsAnswer(IReadOnlyList<FoundPost> Posts, string? NextToken);

/// <summary>Orders pages of posts.</summary>
internal static class PostOrders
{
    /// <summary>Providers that search, the preferred one first.</summary>
    public static readonly IReadOnlyList<string> Providers = ["x"];

    /// <summary>The one product that is bought, as the prices name it.</summary>
    public const string Model = "search/recent";

    /// <summary>No search reaches further back.</summary>
    public const int HoursBackMax = 7 * 24;

    private const string Operation = "search";

    // The search refuses a moment that has just left its window; what a minute more would have brought is gone with the next one.
    private static readonly TimeSpan Reach = TimeSpan.FromHours(HoursBackMax) - TimeSpan.FromMinutes(1);

    /// <summary>Orders a page.</summary>
    /// <param name="services">Providers, prices, clock.</param>
    /// <param name="settings">The run's.</param>
    /// <param name="choice">Who is asked.</param>
    /// <param name="text">The query.</param>
    /// <param name="token">Token of the page before; null for the first page.</param>
    public static StepOrder<PostsAnswer> Create(PipelineServices services, PostSearchSettings settings, ModelChoice choice, string text, string? token)
    {
        var search = services.Providers.Posts[choice.Provider];
        return new StepOrder<PostsAnswer>
        {
            Provider = choice.Provider,
            Model = choice.Model,
            Operation = Operation,
            Class = search.Class,
            Prompt = text,
            Inputs = InputsOf(settings, choice, text, token),
            WorstTicks = Ticks(services, choice, settings.Count),
            SendAsync = async (reservation, cancellationToken) =>
            {
                var query = new PostQuery(text, settings.Count) { From = FromOf(settings, services.Clock.GetUtcNow()), NextToken = token };
                var page = await search.SubmitAsync(query, reservation, cancellationToken);
                var ticks = Ticks(services, choice, page.Posts.Count)!.Value;

                // A search has no request id; the row of the ledger gets ours.
                return new SentStep<PostsAnswer>(reservation.CallId, new PricedReply<PostsAnswer>(new PostsAnswer(page.Posts, page.NextToken), ticks));
            },
        };
    }

    /// <summary>What so many posts cost, ticks; null when no price is known.</summary>
    public static long? Ticks(PipelineServices services, ModelChoice choice, int posts) =>
        services.Prices.TicksFor(choice.Provider, choice.Model, new Dictionary<string, string>(), (PriceUnit.Post, posts));

    /// <summary>Where a search begins that is sent now: a run that waited must not ask for what is out of reach meanwhile.</summary>
    public static DateTimeOffset? FromOf(PostSearchSettings settings, DateTimeOffset now) =>
        settings.From is { } from && from >= now - Reach ? from : null;

    private static IReadOnlyList<StepInput> InputsOf(PostSearchSettings settings, ModelChoice choice, string text, string? token)
    {
        var tokenHash = token is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        return
        [
            StepInput.Of("provider", choice.ToString()),
            StepInput.Of("query", text),
            StepInput.Of("from", settings.From?.UtcDateTime.ToString("yyyy-MM-dd'T'HH'Z'", CultureInfo.InvariantCulture) ?? ""),
            StepInput.Of("count", settings.Count.ToString(CultureInfo.InvariantCulture)),
            StepInput.Of("page", tokenHash),
        ];
    }
}

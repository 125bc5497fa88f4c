using FunctionsPipeline.Providers.Feeds;
using FunctionsPipeline.Providers.HackerNews;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.Offline;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers;

/// <summary>Where a provider is, and the key for it. A class, not a record: its text must never show the key.</summary>
/// <param name="providerId">The id of one of <see cref="ProviderDefinition.All"/>.</param>
/// <param name="baseUrl">Where it is.</param>
/// <param name="key">Sent as a header only; empty for a server of one's own that wants none.</param>
/// <param name="extras">Values of the provider's other settings, by environment variable; null for none.</param>
public sealed class ProviderAccess(string providerId, Uri baseUrl, string key, IReadOnlyDictionary<string, string>? extras = null)
{
    /// <summary>Provider.</summary>
    public string ProviderId { get; } = providerId;

    /// <summary>Where it is.</summary>
    public Uri BaseUrl { get; } = baseUrl;

    /// <summary>Sent as a header only.</summary>
    public string Key { get; } = key;

    /// <summary>The value of one of <see cref="ProviderDefinition.Extras"/>; null when it is not set.</summary>
    public string? Extra(string setting) => extras?.GetValueOrDefault(setting);
}

/// <summary>The providers that a host has access to, each over a connection pool of its own, and what the program can do by itself.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class ProviderSet : IDisposable
{
    private readonly IReadOnlyDictionary<string, IProvider> _providers;

    /// <summary>Opens no connection yet.</summary>
    /// <param name="accesses">Each provider once.</param>
    /// <param name="clock">Time for timeouts, pauses and circuit breakers.</param>
    /// <param name="random">Gives each provider a source of its own.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a prompt or a body.</param>
    /// <param name="http">Timeouts and the like of all of them; null for the usual ones.</param>
    /// <param name="stories">Where the public sources of stories are; null for where they usually are.</param>
    /// <exception cref="ArgumentException">A key or an address cannot be used, or a provider is not known.</exception>
    public ProviderSet(IEnumerable<ProviderAccess> accesses, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions? http = null, StoryAddresses? stories = null)
        : this(Open(accesses, clock, random, loggers, http ?? new ProviderHttpOptions(), stories ?? new StoryAddresses()))
    {
    }

    /// <summary>Providers that were made elsewhere, by id, and nothing else.</summary>
    internal ProviderSet(IReadOnlyDictionary<string, IProvider> providers)
    {
        _providers = providers;
        Video = Those(provider => provider.Video);
        Images = Those(provider => provider.Images);
        Chat = Those(provider => provider.Chat);
        Embeddings = Those(provider => provider.Embeddings);
        Posts = Those(provider => provider.Posts);
        Speech = Those(provider => provider.Speech);
        TalkingHeads = Those(provider => provider.TalkingHeads);
        Stories = Those(provider => provider.Stories);
        VideoPublishers = Those(provider => provider.VideoPublisher);
        VideoStatistics = Those(provider => provider.VideoStatistics);
        PostPublishers = Those(provider => provider.PostPublisher);
    }

    /// <summary>Ids of the providers that there is access to.</summary>
    public IEnumerable<string> Ids => _providers.Keys;

    /// <summary>Makers of clips, by provider id.</summary>
    public IReadOnlyDictionary<string, IVideoGenerator> Video { get; }

    /// <summary>Makers of images, by provider id.</summary>
    public IReadOnlyDictionary<string, IImageGenerator> Images { get; }

    /// <summary>Language models, by provider id.</summary>
    public IReadOnlyDictionary<string, IChatModel> Chat { get; }

    /// <summary>Makers of vectors, by provider id.</summary>
    public IReadOnlyDictionary<string, IEmbeddingModel> Embeddings { get; }

    /// <summary>Finders of posts, by provider id.</summary>
    public IReadOnlyDictionary<string, IPostSearch> Posts { get; }

    /// <summary>Speech models, by provider id.</summary>
    public IReadOnlyDictionary<string, ISpeechModel> Speech { get; }

    /// <summary>Makers of talking heads, by provider id.</summary>
    public IReadOnlyDictionary<string, ITalkingHead> TalkingHeads { get; }

    /// <summary>Sources of stories, by provider id.</summary>
    public IReadOnlyDictionary<string, IStorySource> Stories { get; }

    /// <summary>Channels to put videos on, by provider id.</summary>
    public IReadOnlyDictionary<string, IVideoPublisher> VideoPublishers { get; }

    /// <summary>Figures of the videos of channels, by provider id.</summary>
    public IReadOnlyDictionary<string, IVideoStatistics> VideoStatistics { get; }

    /// <summary>Accounts that post, by provider id.</summary>
    public IReadOnlyDictionary<string, IPostPublisher> PostPublishers { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var provider in _providers.Values) provider.Dispose();
    }

    private static Dictionary<string, IProvider> Open(
        IEnumerable<ProviderAccess> accesses, TimeProvider clock, Random random, ILoggerFactory loggers, ProviderHttpOptions http, StoryAddresses stories)
    {
        var providers = new Dictionary<string, IProvider>(StringComparer.Ordinal);
        foreach (var access in accesses)
        {
            var provider = ProviderDefinition.Of(access.ProviderId).Open(access, clock, new Random(random.Next()), loggers, http);
            providers.Add(access.ProviderId, provider);
        }

        // No definitions: there is nothing to set for them.
        providers.Add(OfflineProvider.Id, new OfflineProvider());
        providers.Add(HackerNewsProvider.Id, new HackerNewsProvider(new HackerNewsOptions { BaseUrl = stories.HackerNews, Http = http }, clock, new Random(random.Next()), loggers));
        providers.Add(FeedsProvider.Id, new FeedsProvider(new FeedsOptions { OwnServer = stories.FeedServer, Http = http }, clock, new Random(random.Next()), loggers));
        return providers;
    }

    private Dictionary<string, T> Those<T>(Func<IProvider, T?> offer)
        where T : class =>
        _providers.Where(entry => offer(entry.Value) is not null).ToDictionary(entry => entry.Key, entry => offer(entry.Value)!, StringComparer.Ordinal);
}

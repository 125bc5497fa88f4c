using FunctionsPipeline.Providers.Fal;
using FunctionsPipeline.Providers.Xai;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers;

/// <summary>Where a provider is, and the key for it. A class, not a record: its text must never show the key.</summary>
/// <param name="providerId">One of <see cref="VideoProviders.Ids"/>.</param>
/// <param name="baseUrl">Where it is.</param>
/// <param name="key">Sent as a header only.</param>
public sealed class ProviderAccess(string providerId, Uri baseUrl, string key)
{
    /// <summary>Provider.</summary>
    public string ProviderId { get; } = providerId;

    /// <summary>Where it is.</summary>
    public Uri BaseUrl { get; } = baseUrl;

    /// <summary>Sent as a header only.</summary>
    public string Key { get; } = key;
}

/// <summary>The video generators of the providers that a host has keys for, each over a connection pool of its own.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class VideoProviders : IDisposable
{
    private readonly Dictionary<string, IVideoGenerator> _generators = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _providers = [];

    /// <summary>Opens nothing yet.</summary>
    /// <param name="accesses">Each provider once.</param>
    /// <param name="clock">Time for timeouts, pauses and circuit breakers.</param>
    /// <param name="random">Gives each provider a source of its own.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a prompt or a body.</param>
    /// <exception cref="ArgumentException">A key or an address cannot be used, or a provider is not known.</exception>
    public VideoProviders(IEnumerable<ProviderAccess> accesses, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        foreach (var access in accesses) Add(access, clock, new Random(random.Next()), loggers);
    }

    /// <summary>Every provider there is.</summary>
    public static IReadOnlyList<string> Ids { get; } = [XaiProvider.Id, FalProvider.Id];

    /// <summary>By provider id.</summary>
    public IReadOnlyDictionary<string, IVideoGenerator> Generators => _generators;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var provider in _providers) provider.Dispose();
    }

    private void Add(ProviderAccess access, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        switch (access.ProviderId)
        {
            case XaiProvider.Id:
                var xai = new XaiProvider(new XaiOptions(access.Key) { BaseUrl = access.BaseUrl }, clock, random, loggers);
                _providers.Add(xai);
                _generators.Add(XaiProvider.Id, xai.Video);
                break;
            case FalProvider.Id:
                var fal = new FalProvider(new FalOptions(access.Key) { BaseUrl = access.BaseUrl }, clock, random, loggers);
                _providers.Add(fal);
                _generators.Add(FalProvider.Id, fal.Video);
                break;
            default:
                throw new ArgumentException($"There is no provider '{access.ProviderId}'; there is: {string.Join(", ", Ids)}.", nameof(access));
        }
    }
}

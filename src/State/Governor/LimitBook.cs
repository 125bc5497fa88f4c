using FunctionsPipeline.State.Data;

namespace FunctionsPipeline.State.Governor;

/// <summary>What one provider allows for one kind of call, with where it comes from.</summary>
public sealed record LimitEntry
{
    /// <summary>Provider id, for example <c>xai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Kind of call, for example <c>video</c>.</summary>
    public required string Operation { get; init; }

    /// <inheritdoc cref="RatePolicy.Windows"/>
    public IReadOnlyList<RateWindow> Windows { get; init; } = [];

    /// <inheritdoc cref="RatePolicy.TokenBucket"/>
    public TokenBucket? TokenBucket { get; init; }

    /// <inheritdoc cref="RatePolicy.DailyQuota"/>
    public DailyQuota? DailyQuota { get; init; }

    /// <inheritdoc cref="RatePolicy.Concurrency"/>
    public ConcurrencyLimit? Concurrency { get; init; }

    /// <inheritdoc cref="RatePolicy.ArrivalJitterSeconds"/>
    public double? ArrivalJitterSeconds { get; init; }

    /// <summary>The day on which the limit was read.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Where it was read.</summary>
    public required string Source { get; init; }

    /// <summary>True when the source is the provider itself.</summary>
    public required bool Confirmed { get; init; }

    internal RatePolicy ToPolicy() => new()
    {
        Windows = Windows,
        TokenBucket = TokenBucket,
        DailyQuota = DailyQuota,
        Concurrency = Concurrency,
        ArrivalJitterSeconds = ArrivalJitterSeconds ?? RatePolicy.Unlimited.ArrivalJitterSeconds,
    };
}

/// <summary>Rate limits, concurrency and quotas from dated data files.</summary>
/// <remarks>Immutable; safe for several threads.</remarks>
public sealed class LimitBook
{
    private readonly Dictionary<(string Provider, string Operation), RatePolicy> _policies;

    private LimitBook(IReadOnlyList<LimitEntry> entries)
    {
        Entries = entries;
        _policies = entries.ToDictionary(entry => (entry.Provider, entry.Operation), entry => entry.ToPolicy());
    }

    /// <summary>All limits.</summary>
    public IReadOnlyList<LimitEntry> Entries { get; }

    /// <summary>The limits that come with the program, and a user's file of the same form over them.</summary>
    /// <param name="overrideFile">A file whose entries replace those of the same provider and operation; null for none.</param>
    /// <exception cref="DataFileException">The file cannot be used; the message names the line.</exception>
    public static LimitBook Load(string? overrideFile = null)
    {
        var entries = DataFile.ReadBuiltIn<LimitEntry>("limits.json").ToDictionary(entry => (entry.Provider, entry.Operation));
        if (overrideFile is not null)
        {
            foreach (var entry in DataFile.Read<LimitEntry>(overrideFile))
            {
                Check(entry, overrideFile);
                entries[(entry.Provider, entry.Operation)] = entry;
            }
        }

        return new LimitBook([.. entries.Values]);
    }

    /// <summary>The limits of a provider for a kind of call; null when none are known.</summary>
    public RatePolicy? Find(string provider, string operation) => _policies.GetValueOrDefault((provider, operation));

    private static void Check(LimitEntry entry, string file)
    {
        try
        {
            entry.ToPolicy().Check();
        }
        catch (ArgumentException error)
        {
            throw new DataFileException(file, null, $"the limits of {entry.Provider} {entry.Operation}: {error.Message}", error);
        }
    }
}

namespace FunctionsPipeline.State.Prices;

/// <summary>One price of a provider's list, with where it comes from.</summary>
public sealed record PriceEntry
{
    /// <summary>Provider id, for example <c>xai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Model id as the provider writes it, or <see cref="PriceBook.AnyModel"/>.</summary>
    public required string Model { get; init; }

    /// <summary>What is counted.</summary>
    public required PriceUnit Unit { get; init; }

    /// <summary>USD for <see cref="Per"/> units.</summary>
    public required decimal Usd { get; init; }

    /// <summary>How many units <see cref="Usd"/> buys.</summary>
    /// <value>1.</value>
    public decimal Per { get; init; } = 1;

    /// <summary>What must be asked for, so that this price applies, for example <c>resolution</c>: <c>720p</c>.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    /// <summary>True when a started unit is billed whole.</summary>
    public bool RoundUp { get; init; }

    /// <summary>When the provider charges.</summary>
    public required ChargedOn ChargedOn { get; init; }

    /// <summary>The day on which the price was read.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Where it was read.</summary>
    public required string Source { get; init; }

    /// <summary>True when the source is the provider itself.</summary>
    public required bool Confirmed { get; init; }

    /// <summary>Price of a quantity in ticks of 1e-10 USD, rounded up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The quantity is negative.</exception>
    /// <exception cref="OverflowException">Beyond the range of ticks.</exception>
    public long TicksFor(decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        return UsdTicks.FromUsdRoundedUp(Usd * (RoundUp ? decimal.Ceiling(quantity) : quantity) / Per);
    }
}

/// <summary>What a price counts.</summary>
public enum PriceUnit
{
    /// <summary>Seconds of video or audio made.</summary>
    Second,

    /// <summary>Seconds of video given.</summary>
    InputSecond,

    /// <summary>Images made.</summary>
    Image,

    /// <summary>Images given.</summary>
    InputImage,

    /// <summary>Millions of pixels made.</summary>
    Megapixel,

    /// <summary>Calls.</summary>
    Request,

    /// <summary>Tokens given.</summary>
    InputToken,

    /// <summary>Tokens given that the provider had in its cache.</summary>
    CachedInputToken,

    /// <summary>Tokens made, those of reasoning included.</summary>
    OutputToken,

    /// <summary>Posts read.</summary>
    Post,

    /// <summary>Profiles of users read.</summary>
    Profile,

    /// <summary>Characters of text given to be spoken.</summary>
    Character,

    /// <summary>A provider's own unit, where its plans sell nothing else.</summary>
    Credit,
}

/// <summary>When a provider charges: what a failed call costs follows from it.</summary>
public enum ChargedOn
{
    /// <summary>As soon as it accepts.</summary>
    Accepted,

    /// <summary>When it has done the work, a refusal by moderation included.</summary>
    Done,

    /// <summary>Only for a result.</summary>
    Success,
}

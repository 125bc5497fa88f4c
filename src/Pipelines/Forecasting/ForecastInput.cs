namespace FunctionsPipeline.Pipelines.Forecasting;

/// <summary>What a forecast is made from. Pure data: the same input and seed give the same forecast.</summary>
public sealed record ForecastInput
{
    /// <summary>Items to generate.</summary>
    public required int Items { get; init; }

    /// <summary>Items under way at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Price of one finished generation, ticks of 1e-10 USD.</summary>
    public required long TicksPerItem { get; init; }

    /// <summary>Shortest delay before an item starts, seconds.</summary>
    public required double JitterMinSeconds { get; init; }

    /// <summary>Longest delay before an item starts, seconds.</summary>
    public required double JitterMaxSeconds { get; init; }

    /// <summary>Submits a minute; null when nothing limits them.</summary>
    public double? SubmitsPerMinute { get; init; }

    /// <summary>Paid attempts an item may make.</summary>
    public required int PaidAttemptsMax { get; init; }

    /// <summary>How the provider behaves.</summary>
    public required ProviderProfile Profile { get; init; }

    /// <summary>Seed of the trials.</summary>
    public required int Seed { get; init; }
}

/// <summary>How a provider behaves: from its data file, or measured in earlier runs.</summary>
public sealed record ProviderProfile
{
    /// <summary>Where the figures come from, for people.</summary>
    public required string Source { get; init; }

    /// <summary>Shortest generation, seconds.</summary>
    public required double LatencyMinSeconds { get; init; }

    /// <summary>Longest generation, seconds; between the two it is uniform.</summary>
    public required double LatencyMaxSeconds { get; init; }

    /// <summary>Share of generations that moderation refuses, 0 to 1.</summary>
    public double RefusedShare { get; init; }

    /// <summary>Share of generations that fail at the provider, 0 to 1; they are bought again, within limits.</summary>
    public double FailedShare { get; init; }

    /// <summary>True when a refused generation is charged.</summary>
    public bool IsRefusalCharged { get; init; }

    /// <summary>True when a failed generation is charged.</summary>
    public bool IsFailureCharged { get; init; }

    /// <summary>Download and analysis of a clip, seconds.</summary>
    public double OverheadSeconds { get; init; } = 3;

    /// <summary>Size of a clip, bytes.</summary>
    public long ClipBytes { get; init; } = 3_000_000;
}

/// <summary>What a run will probably take.</summary>
/// <param name="SubmitsP50">Paid calls.</param>
/// <param name="SubmitsP95">Paid calls, in the worse case.</param>
/// <param name="TicksP5">Cost, lower end of the 90 % range.</param>
/// <param name="TicksP50">Cost, median.</param>
/// <param name="TicksP95">Cost, upper end of the 90 % range.</param>
/// <param name="SecondsP5">Time, lower end of the 90 % range.</param>
/// <param name="SecondsP50">Time, median.</param>
/// <param name="SecondsP95">Time, upper end of the 90 % range.</param>
/// <param name="DiskBytes">Room needed for the clips.</param>
/// <param name="WorstTicks">Cost when every paid attempt is used and charged: what a cap must hold to be out of reach.</param>
/// <param name="Profile">What it was made from.</param>
public sealed record Forecast(
    int SubmitsP50,
    int SubmitsP95,
    long TicksP5,
    long TicksP50,
    long TicksP95,
    double SecondsP5,
    double SecondsP50,
    double SecondsP95,
    long DiskBytes,
    long WorstTicks,
    ProviderProfile Profile);

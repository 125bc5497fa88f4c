using System.Globalization;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>How a run makes posts ready. Nothing is posted without a person's yes to its text. Fixed when the run is planned.</summary>
public sealed record PostTerms
{
    /// <summary>Of which results.</summary>
    public PostChoice Which { get; init; } = PostChoice.Best;

    /// <summary>Local times of day at which one post each goes out, for example <c>18:30</c>; empty for as soon as it is approved.</summary>
    public IReadOnlyList<string> Slots { get; init; } = [];

    /// <summary>IANA name of the zone of <see cref="Slots"/>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Kinds of degradation that may be posted all the same.</summary>
    public IReadOnlyList<string> AllowDegraded { get; init; } = [];

    /// <summary>The slots as times.</summary>
    internal SlotTerms? SlotsOf(string channel) =>
        Slots.Count == 0 ? null : new SlotTerms(channel, [.. Slots.Select(time => TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture))], TimeZone);
}

/// <summary>Which results of a run are posted.</summary>
public enum PostChoice
{
    /// <summary>One of the run: the most telling.</summary>
    Best,

    /// <summary>Every one that has something to tell.</summary>
    Every,
}

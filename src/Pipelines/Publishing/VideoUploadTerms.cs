using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>How videos of a run are published on a channel. Fixed when the run is planned.</summary>
public sealed record VideoUploadTerms
{
    /// <summary>Who sees them in the end.</summary>
    public VideoVisibility Visibility { get; init; } = VideoVisibility.Private;

    /// <summary>Local times of day at which one video each becomes public, for example <c>18:30</c>; empty for none.</summary>
    public IReadOnlyList<string> Slots { get; init; } = [];

    /// <summary>IANA name of the zone of <see cref="Slots"/>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The provider's number of a category.</summary>
    public string CategoryId { get; init; } = "22";

    /// <summary>Whether they are directed at children.</summary>
    public bool MadeForKids { get; init; }

    /// <summary>Kinds of degradation that may be published all the same.</summary>
    public IReadOnlyList<string> AllowDegraded { get; init; } = [];

    /// <summary>The slots as times.</summary>
    internal SlotTerms? SlotsOf(string channel) =>
        Slots.Count == 0 ? null : new SlotTerms(channel, [.. Slots.Select(time => TimeOnly.ParseExact(time, "HH:mm", System.Globalization.CultureInfo.InvariantCulture))], TimeZone);
}

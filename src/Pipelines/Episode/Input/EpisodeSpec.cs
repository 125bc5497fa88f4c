using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Publishing;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>What episodes are wanted: the specification, checked, with every default filled in.</summary>
internal sealed record EpisodeSpec
{
    /// <summary>Where the stories come from; null when they are to be found.</summary>
    public required EntrySource? Stories { get; init; }

    /// <summary>Where stories are looked for; null when they are given.</summary>
    public IReadOnlyList<StoryPlace>? Sources { get; init; }

    /// <summary>Null tells one that is found, or all that are given.</summary>
    public int? BatchCount { get; init; }
    public Blocklist Blocklist { get; init; } = Blocklist.None;
    public string Project { get; init; } = "default";
    public IReadOnlyList<string> Writers { get; init; } = [];
    public IReadOnlyList<string> Images { get; init; } = [];
    public IReadOnlyList<string> Voices { get; init; } = [];
    public IReadOnlyList<string> Heads { get; init; } = [];
    public bool LipSync { get; init; } = true;
    public EditPattern? Pattern { get; init; }
    public int Duration { get; init; } = 40;
    public string? Topic { get; init; }
    public string? Style { get; init; }
    public string Grade { get; init; } = "cinematic";
    public string Size { get; init; } = "1080x1920";
    public double ValidationThreshold { get; init; } = 0.65;
    public int TriesMax { get; init; } = 3;
    public bool Music { get; init; } = true;
    public string Thumbnail { get; init; } = "hybrid";
    public bool ThumbnailText { get; init; } = true;
    public bool Preview { get; init; }

    /// <summary>Null uploads where this host has an account.</summary>
    public bool? Upload { get; init; }
    public VideoUploadTerms Publish { get; init; } = new();
    public EpisodeStage? StopAt { get; init; }
    public int BatchSize { get; init; } = 3;
    public int CallsInFlight { get; init; } = 5;
    public int? RequestsPerMinute { get; init; }
    public int Seed { get; init; } = 1;
    public decimal? BudgetUsd { get; init; }
}

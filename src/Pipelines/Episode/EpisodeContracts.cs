using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>What the orchestrators of a run of episodes have to know.</summary>
public sealed record EpisodeSettings : BatchSettings
{
    /// <summary>Value of <see cref="Thumbnail"/> for none.</summary>
    public const string NoThumbnail = "off";

    /// <summary>Value of <see cref="Thumbnail"/> for a frame of the video.</summary>
    public const string FrameThumbnail = "frame";

    /// <summary>Who writes: retelling, cast, plan.</summary>
    public required IReadOnlyList<ModelChoice> Writers { get; init; }

    /// <summary>Who makes pictures.</summary>
    public required IReadOnlyList<ModelChoice> Images { get; init; }

    /// <summary>Who speaks.</summary>
    public required IReadOnlyList<ModelChoice> Voices { get; init; }

    /// <summary>Who makes faces speak; empty moves the portraits slowly instead.</summary>
    public required IReadOnlyList<ModelChoice> Heads { get; init; }

    /// <summary>How episodes are cut; null leaves it to the plan.</summary>
    public EditPattern? Pattern { get; init; }

    /// <summary>Length that is aimed at, s, 30 to 60.</summary>
    public required int DurationSeconds { get; init; }

    /// <summary>What stories are to be about; null for anything.</summary>
    public string? Topic { get; init; }

    /// <summary>How they are told and shown; null leaves it to the writer.</summary>
    public string? Style { get; init; }

    /// <summary>Grade of pictures and talking heads: <c>cinematic</c>, <c>warm</c> or <c>neutral</c>.</summary>
    public required string Grade { get; init; }

    /// <summary>Pixels in a row.</summary>
    public required int WidthPx { get; init; }

    /// <summary>Rows.</summary>
    public required int HeightPx { get; init; }

    /// <summary>Least score of the checks that a picture has to pass, 0 to 1.</summary>
    public required double GateScore { get; init; }

    /// <summary>Pictures of one model that may fail the gate before the next model is asked.</summary>
    public required int TriesMax { get; init; }

    /// <summary>Answers of one language model that may be of no use before the next is asked.</summary>
    public required int AnswersMax { get; init; }

    /// <summary>Calls of one episode under way at once.</summary>
    public required int CallsInFlight { get; init; }

    /// <summary>Whether soft music lies below the voices.</summary>
    public required bool HasMusic { get; init; }

    /// <summary>Whether an episode gets a thumbnail, and how: <c>frame</c>, <c>generated</c>, <c>hybrid</c> or <c>off</c>.</summary>
    public required string Thumbnail { get; init; }

    /// <summary>Whether words are written on it.</summary>
    public required bool HasThumbnailText { get; init; }

    /// <summary>True when nothing is bought: placeholders show what the episode would be.</summary>
    public bool IsPreview { get; init; }

    /// <summary>How episodes are uploaded; null for not at all.</summary>
    public VideoUploadTerms? Upload { get; init; }

    /// <summary>Where to stop; null goes to the end.</summary>
    public EpisodeStage? StopAt { get; init; }
}

/// <summary>The story is there.</summary>
/// <param name="Title">Its title.</param>
/// <param name="HasScript">True when a script came with it, so that nothing has to be written.</param>
public sealed record StoryVerdict(string Title, bool HasScript)
{
    /// <summary>Why there is none; null when there is.</summary>
    public ItemError? Problem { get; init; }
}

/// <summary>The script is there.</summary>
/// <param name="Title">Title of the episode.</param>
/// <param name="Pattern">How it is cut.</param>
/// <param name="Faces">Whether each character's face is known from an earlier episode of the project, in the order of the script.</param>
/// <param name="Speakers">The character of each line, by its place in the script.</param>
/// <param name="BrollCount">Scenes.</param>
public sealed record ScriptVerdict(string Title, EditPattern Pattern, IReadOnlyList<bool> Faces, IReadOnlyList<int> Speakers, int BrollCount);

/// <summary>A picture is there and has passed the gate.</summary>
/// <param name="Score">Score of the checks, 0 to 1; null when they could not be made.</param>
/// <param name="Sha256">Of the file.</param>
public sealed record PictureVerdict(double? Score, string Sha256);

/// <summary>A sound is there.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="Sha256">Of the file.</param>
public sealed record SoundVerdict(double Seconds, string Sha256);

/// <summary>A speaking face is there.</summary>
/// <param name="Seconds">Length of the clip.</param>
/// <param name="Sha256">Of the file.</param>
public sealed record HeadVerdict(double Seconds, string Sha256);

/// <summary>Input of <see cref="EpisodeNames.LayOut"/>.</summary>
/// <param name="Item">The episode.</param>
/// <param name="MissingPortraits">Characters without a face, by their places in the script.</param>
/// <param name="MissingBroll">Scenes without a picture, by their places.</param>
public sealed record AssetsInput(ItemInput<EpisodeSettings> Item, IReadOnlyList<int> MissingPortraits, IReadOnlyList<int> MissingBroll);

/// <summary>Everything that the cut needs lies in the run's folder.</summary>
/// <param name="Files">How many files.</param>
public sealed record AssetsVerdict(int Files)
{
    /// <summary>Files of a person's own that were to be used and cannot be decoded.</summary>
    public IReadOnlyList<string> UnusableFiles { get; init; } = [];
}

/// <summary>The video is there.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Path">Its blob.</param>
public sealed record FilmVerdict(double Seconds, string Sha256, string Path);

/// <summary>What the review of the video says.</summary>
/// <param name="Problems">What is wrong with it; empty when it may leave.</param>
/// <param name="ThumbnailMode">How the thumbnail was made: <c>frame</c> or <c>generated</c>; null for none.</param>
public sealed record ReviewVerdict(IReadOnlyList<string> Problems, string? ThumbnailMode);

/// <summary>Input of <see cref="EpisodeNames.OrderUpload"/>.</summary>
/// <param name="Item">The episode.</param>
/// <param name="Degradations">What fell back to something lesser.</param>
public sealed record UploadInput(ItemInput<EpisodeSettings> Item, IReadOnlyList<Degradation> Degradations);

/// <summary>How far an episode is.</summary>
/// <param name="Item">The episode.</param>
/// <param name="Stage">The checkpoint that was reached.</param>
public sealed record EpisodeCheckpoint(ItemInput<EpisodeSettings> Item, EpisodeStage Stage);

/// <summary>What an episode came to.</summary>
/// <param name="Title">Its title; null when there is none yet.</param>
/// <param name="Stage">The last checkpoint that was reached; null for none.</param>
/// <param name="Film">The video; null when there is none.</param>
/// <param name="Review">What the review says; null when there was none.</param>
/// <param name="PictureScores">Scores of the pictures that passed the gate.</param>
/// <param name="Publication">What the upload came to; null when there was none.</param>
public sealed record EpisodeResult(
    string? Title, EpisodeStage? Stage, FilmVerdict? Film, ReviewVerdict? Review, IReadOnlyList<double> PictureScores, PublishEnd? Publication);

/// <summary>How an episode ended.</summary>
/// <param name="Item">The episode.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Step">The step that it ended in.</param>
/// <param name="Answers">Answers that were bought or taken over.</param>
/// <param name="Degradations">What fell back to something lesser.</param>
/// <param name="Result">What it came to.</param>
/// <param name="Error">Why it did not succeed; null when it did.</param>
/// <param name="StopReason">Why nothing else of the run may start; null when nothing is in the way.</param>
public sealed record EpisodeEnding(
    ItemInput<EpisodeSettings> Item,
    ItemStatus Status,
    string Step,
    int Answers,
    IReadOnlyList<Degradation> Degradations,
    EpisodeResult Result,
    ItemError? Error,
    string? StopReason)
    : StepsEnding<EpisodeSettings>(Item, Status, Step, Answers, Degradations, Error, StopReason);

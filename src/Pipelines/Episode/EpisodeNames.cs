using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>The names under which the pipeline's parts run, and of its steps. Histories hold them: a name is for ever.</summary>
public static class EpisodeNames
{
    /// <summary>Id of the pipeline in specs and commands.</summary>
    public const string Pipeline = "episode";

    /// <summary>Retells the story in five beats.</summary>
    public const string RewriteStep = "rewrite";

    /// <summary>Makes up who appears.</summary>
    public const string CastStep = "cast";

    /// <summary>Plans lines, pictures and the cut.</summary>
    public const string PlanStep = "plan";

    /// <summary>Makes the face of a character.</summary>
    public const string PortraitStep = "portrait";

    /// <summary>Makes a picture of a scene.</summary>
    public const string BrollStep = "broll";

    /// <summary>Has a beat read by the narrator.</summary>
    public const string NarrationStep = "narration";

    /// <summary>Has a line spoken by its character.</summary>
    public const string LineStep = "line";

    /// <summary>Has a face say a line.</summary>
    public const string HeadStep = "head";

    /// <summary>Makes a picture for the thumbnail.</summary>
    public const string ThumbnailStep = "thumbnail";

    /// <summary>The paid steps of an episode, in the order in which they follow from each other.</summary>
    public static readonly IReadOnlyList<string> Steps =
        [RewriteStep, CastStep, PlanStep, PortraitStep, BrollStep, NarrationStep, LineStep, HeadStep, ThumbnailStep];

    /// <summary>The run, its chunks and items, and what they share with every batch.</summary>
    public static readonly BatchNames<EpisodeSettings> Batch = new("Episode");

    /// <summary>Finds the story that is told, and keeps others from telling it too.</summary>
    public static readonly ActivityReference<ItemInput<EpisodeSettings>, StoryVerdict> FindStory = new("Episode.FindStory");

    /// <summary>Takes <see cref="RewriteStep"/>.</summary>
    public static readonly ActivityReference<StepCall<EpisodeSettings>, StepAnswer<WordsVerdict>> Rewrite = new("Episode.Rewrite");

    /// <summary>Takes <see cref="CastStep"/>.</summary>
    public static readonly ActivityReference<StepCall<EpisodeSettings>, StepAnswer<WordsVerdict>> Cast = new("Episode.Cast");

    /// <summary>Takes <see cref="PlanStep"/>.</summary>
    public static readonly ActivityReference<StepCall<EpisodeSettings>, StepAnswer<WordsVerdict>> Plan = new("Episode.Plan");

    /// <summary>Puts the script together and gives every character its face's seed and its voice.</summary>
    public static readonly ActivityReference<ItemInput<EpisodeSettings>, ScriptVerdict> WriteScript = new("Episode.WriteScript");

    /// <summary>Takes <see cref="PortraitStep"/>.</summary>
    public static readonly ActivityReference<StepCall<EpisodeSettings>, StepAnswer<PictureVerdict>> MakePortrait = new("Episode.MakePortrait");

    /// <summary>Takes <see cref="BrollStep"/>.</summary>
    public static readonly ActivityReference<StepCall<EpisodeSettings>, StepAnswer<PictureVerdict>> MakeBroll = new("Episode.MakeBroll");

    /// <summary>Takes <see cref="NarrationStep"/>.</summary>
    public static readonly ActivityReference<StepCall<EpisodeSettings>, StepAnswer<SoundVerdict>> Narrate = new("Episode.Narrate");

    /// <summary>Takes <see cref="LineStep"/>.</summary>
    public static readonly ActivityReference<StepCall<EpisodeSettings>, StepAnswer<SoundVerdict>> SpeakLine = new("Episode.SpeakLine");

    /// <summary>Takes <see cref="HeadStep"/>.</summary>
    public static readonly ActivityReference<StepCall<EpisodeSettings>, StepAnswer<HeadVerdict>> MakeHead = new("Episode.MakeHead");

    /// <summary>Takes <see cref="ThumbnailStep"/>.</summary>
    public static readonly ActivityReference<StepCall<EpisodeSettings>, StepAnswer<PictureVerdict>> MakeThumbnail = new("Episode.MakeThumbnail");

    /// <summary>Lays every asset out in the run's folder, graded and checked; a picture that is missing gets a stand-in.</summary>
    public static readonly ActivityReference<AssetsInput, AssetsVerdict> LayOut = new("Episode.LayOut");

    /// <summary>Cuts and renders the episode.</summary>
    public static readonly ActivityReference<ItemInput<EpisodeSettings>, FilmVerdict> Render = new("Episode.Render");

    /// <summary>Looks and listens to what was rendered, before anything leaves.</summary>
    public static readonly ActivityReference<ItemInput<EpisodeSettings>, ReviewVerdict> Review = new("Episode.Review");

    /// <summary>Orders the upload.</summary>
    public static readonly ActivityReference<UploadInput, Nothing> OrderUpload = new("Episode.OrderUpload");

    /// <summary>Writes down how far the episode is.</summary>
    public static readonly ActivityReference<EpisodeCheckpoint, Nothing> SaveCheckpoint = new("Episode.SaveCheckpoint");

    /// <summary>Writes the episode's end.</summary>
    public static readonly ActivityReference<EpisodeEnding, ItemOutcome> CompleteItem = new("Episode.CompleteItem");
}

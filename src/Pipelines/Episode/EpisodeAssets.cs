using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>What the assets of an episode came to.</summary>
/// <param name="MissingPortraits">Characters for whom a picture of this host's own stands in.</param>
/// <param name="MissingBroll">Scenes for which one does.</param>
/// <param name="PictureScores">Scores of the others.</param>
internal sealed record AssetsMade(IReadOnlyList<int> MissingPortraits, IReadOnlyList<int> MissingBroll, IReadOnlyList<double> PictureScores)
{
    /// <summary>Nothing was made: a preview shows stand-ins.</summary>
    public static AssetsMade None(ScriptVerdict script) => new([.. Enumerable.Range(0, script.Faces.Count)], [.. Enumerable.Range(0, script.BrollCount)], []);
}

/// <summary>
/// Makes pictures, voices and talking heads of one episode beside each other, for its orchestrator. A picture that cannot be had is replaced
/// by a stand-in and a talking head by its portrait, each with a record; a voice cannot be replaced.
/// </summary>
/// <param name="context">Of the item's orchestrator.</param>
/// <param name="input">The episode.</param>
/// <param name="steps">Its steps; gets what the branches come to.</param>
internal sealed class EpisodeAssets(OrchestrationContext context, ItemInput<EpisodeSettings> input, ItemSteps<EpisodeSettings> steps)
{
    private const int Beats = 5;

    /// <summary>Makes all of them.</summary>
    /// <exception cref="ItemStoppedException">One that cannot be replaced could not be made. What was under way has ended before.</exception>
    public async Task<AssetsMade> MakeAsync(ScriptVerdict script)
    {
        var (scores, noFace, noScene) = (new SortedDictionary<string, double>(StringComparer.Ordinal), new SortedSet<int>(), new SortedSet<int>());
        var settings = input.Settings;
        var portraits = Places(script.Faces.Count).Where(place => !script.Faces[place]).ToList();

        // Faces and voices come first, and pictures with them; what speaks needs both.
        var first = new List<Func<ItemSteps<EpisodeSettings>, Task>>();
        first.AddRange(portraits.Select<int, Func<ItemSteps<EpisodeSettings>, Task>>(place => branch =>
            PictureAsync(branch, EpisodeNames.MakePortrait, EpisodeNames.PortraitStep, place, noFace, scores)));
        first.AddRange(Places(script.Speakers.Count).Select<int, Func<ItemSteps<EpisodeSettings>, Task>>(place => branch =>
            branch.TakeAsync(EpisodeNames.SpeakLine, EpisodeNames.LineStep, place, settings.Voices)));
        first.AddRange(Places(Beats).Select<int, Func<ItemSteps<EpisodeSettings>, Task>>(place => branch =>
            branch.TakeAsync(EpisodeNames.Narrate, EpisodeNames.NarrationStep, place, settings.Voices)));
        first.AddRange(Places(script.BrollCount).Select<int, Func<ItemSteps<EpisodeSettings>, Task>>(place => branch =>
            PictureAsync(branch, EpisodeNames.MakeBroll, EpisodeNames.BrollStep, place, noScene, scores)));
        if (settings.Thumbnail is not (EpisodeSettings.NoThumbnail or EpisodeSettings.FrameThumbnail)) first.Add(ThumbnailAsync);
        await steps.BesideAsync(first, settings.CallsInFlight);

        if (settings.Heads.Count > 0)
        {
            await steps.BesideAsync(
                [.. Places(script.Speakers.Count).Select<int, Func<ItemSteps<EpisodeSettings>, Task>>(place => branch => HeadAsync(branch, script, place, noFace))],
                settings.CallsInFlight);
        }

        return new AssetsMade([.. noFace], [.. noScene], [.. scores.Values]);
    }

    private static IEnumerable<int> Places(int count) => Enumerable.Range(0, count);

    private async Task PictureAsync(
        ItemSteps<EpisodeSettings> branch,
        ActivityReference<StepCall<EpisodeSettings>, StepAnswer<PictureVerdict>> activity,
        string step,
        int place,
        SortedSet<int> missing,
        SortedDictionary<string, double> scores)
    {
        var without = new Replacement(step + "_stand_in", $"Picture {place + 1} of step '{step}' was to be made.", "A stand-in is shown in its place.");
        var picture = await OrReplacedAsync(branch, () => branch.TakeAsync(activity, step, place, input.Settings.Images, triesMax: input.Settings.TriesMax), without);
        if (picture is null) missing.Add(place);
        else if (picture.Score is { } score) scores.Add($"{step} {place}", score);
    }

    private Task ThumbnailAsync(ItemSteps<EpisodeSettings> branch) => OrReplacedAsync(
        branch,
        () => branch.TakeAsync(EpisodeNames.MakeThumbnail, EpisodeNames.ThumbnailStep, 0, input.Settings.Images, triesMax: input.Settings.TriesMax),
        new Replacement("thumbnail_frame", "A picture was to be made for the thumbnail.", "A frame of the video is the thumbnail."));

    private async Task HeadAsync(ItemSteps<EpisodeSettings> branch, ScriptVerdict script, int place, SortedSet<int> noFace)
    {
        if (noFace.Contains(script.Speakers[place])) return;
        await OrReplacedAsync(
            branch,
            () => branch.TakeAsync(EpisodeNames.MakeHead, EpisodeNames.HeadStep, place, input.Settings.Heads),
            new Replacement("head_ken_burns", $"Line {place + 1} was to be spoken by a moving face.", "The portrait is moved slowly instead."));
    }

    /// <summary>What a step gives; null, with a record, where it gives nothing and something else takes its place.</summary>
    private async Task<TVerdict?> OrReplacedAsync<TVerdict>(ItemSteps<EpisodeSettings> branch, Func<Task<TVerdict>> takeAsync, Replacement replacement)
        where TVerdict : class
    {
        try
        {
            return await takeAsync();
        }
        catch (ItemStoppedException stop) when (CanBeReplaced(stop))
        {
            var since = new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero);
            return branch.Accept(new Fallback<TVerdict?>(null, new Degradation(replacement.Kind, replacement.Wanted, stop.Error.Message, since, replacement.Effect)));
        }
    }

    /// <summary>What stops the whole run, or may have been paid, is never replaced.</summary>
    private static bool CanBeReplaced(ItemStoppedException stop) => stop is { Status: ItemStatus.Failed, StopReason: null };

    /// <param name="Kind">Stable name of the degradation.</param>
    /// <param name="Wanted">What was to be made.</param>
    /// <param name="Effect">What is seen instead.</param>
    private sealed record Replacement(string Kind, string Wanted, string Effect);
}

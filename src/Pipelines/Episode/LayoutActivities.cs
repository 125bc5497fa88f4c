using FunctionsPipeline.Durable;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Editing;
using FunctionsPipeline.Pipelines.Episode.Preview;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.Pipelines.Steps.Speech;
using FunctionsPipeline.Pipelines.Steps.TalkingHeads;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Lays the assets of an episode out in the run's folder, where a person finds them and the cut takes them from.</summary>
internal sealed class LayoutActivities(PipelineServices services)
{
    private readonly StepReader _reader = new(services.Steps, services.Blobs);
    private readonly EpisodeFiles _files = new(services);
    private readonly EpisodeFaces _faces = new(services);
    private readonly StandInPictures _standIns = new(services);
    private readonly PictureGrading _grading = new(services);
    private readonly PreviewSounds _silence = new(services);
    private readonly EpisodeMusic _music = new(services);

    /// <summary>Lays everything out, graded; a picture that is missing gets a stand-in.</summary>
    public async Task<AssetsVerdict> LayOutAsync(ActivityContext context, AssetsInput input, CancellationToken cancellationToken)
    {
        var item = input.Item;
        var script = await _files.ScriptAsync(item, cancellationToken);
        var unusable = new SortedSet<string>(StringComparer.Ordinal);
        var portraits = await PortraitsAsync(input, script, unusable, cancellationToken);
        var layout = new AssetLayout(
            await EachAsync(script.Beats.Count, place => SoundAsync(item, EpisodeNames.NarrationStep, place, script.Beats[place].Narration, cancellationToken)),
            await EachAsync(script.Lines.Count, place => LineAsync(item, script, portraits, place, cancellationToken)),
            await EachAsync(script.Broll.Count, place => BrollAsync(input, place, unusable, cancellationToken)))
        {
            MusicPath = item.Settings.HasMusic && !item.Settings.IsPreview ? await _music.PutAsync(item, unusable, cancellationToken) : null,
        };
        await _files.PutJsonAsync(EpisodeFiles.LayoutPath(item), layout, cancellationToken);
        return new AssetsVerdict(layout.Narration.Count + layout.Lines.Count + layout.Broll.Count + portraits.Count) { UnusableFiles = [.. unusable] };
    }

    /// <summary>Graded faces, by the characters' ids.</summary>
    private async Task<Dictionary<string, string>> PortraitsAsync(AssetsInput input, EpisodeScript script, ISet<string> unusable, CancellationToken cancellationToken)
    {
        var portraits = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (place, character) in script.Characters.Index())
        {
            var face = input.MissingPortraits.Contains(place) ? null : await _faces.FindAsync(input.Item, script, character.Id, cancellationToken);
            face ??= await _standIns.PutAsync(input.Item, "characters", character.Id, unusable, cancellationToken);
            var shown = $"runs/{input.Item.RunId}/characters/{character.Id}{Path.GetExtension(face)}";
            if (face != shown) await _files.CopyAsync(face, shown, cancellationToken);
            portraits[character.Id] = await _grading.PutAsync(input.Item, shown, $"portrait-{character.Id}", cancellationToken);
        }

        return portraits;
    }

    private async Task<string> BrollAsync(AssetsInput input, int place, ISet<string> unusable, CancellationToken cancellationToken)
    {
        var number = EpisodeFiles.Number(place);
        var made = input.MissingBroll.Contains(place) ? null : await FindAsync<ImageAnswer>(input.Item, EpisodeNames.BrollStep, place, cancellationToken);
        var picture = made?.Record.Files[0] ?? await _standIns.PutAsync(input.Item, "broll", number, unusable, cancellationToken);
        var shown = EpisodeFiles.PathOf(input.Item, "broll", number + Path.GetExtension(picture));
        if (picture != shown) await _files.CopyAsync(picture, shown, cancellationToken);
        return await _grading.PutAsync(input.Item, shown, $"broll-{number}", cancellationToken);
    }

    private async Task<LaidLine> LineAsync(
        ItemInput<EpisodeSettings> item, EpisodeScript script, Dictionary<string, string> portraits, int place, CancellationToken cancellationToken)
    {
        var sound = await SoundAsync(item, EpisodeNames.LineStep, place, script.Lines[place].Text, cancellationToken);
        string? clip = null;
        if (await FindAsync<TalkingHeadAnswer>(item, EpisodeNames.HeadStep, place, cancellationToken) is { } head)
        {
            clip = EpisodeFiles.PathOf(item, "processed", $"head-{EpisodeFiles.Number(place)}.mp4");
            await _files.CopyAsync(head.Record.Files[0], clip, cancellationToken);
        }

        return new LaidLine(sound, clip, portraits[script.Lines[place].CharacterId]);
    }

    private async Task<LaidSound> SoundAsync(ItemInput<EpisodeSettings> item, string step, int place, string text, CancellationToken cancellationToken)
    {
        if (item.Settings.IsPreview) return await _silence.PutAsync(item, $"{step}-{EpisodeFiles.Number(place)}", text, cancellationToken);

        var made = await FindAsync<SpeechAnswer>(item, step, place, cancellationToken)
            ?? throw new InvalidDataException($"The sound {EpisodeFiles.Number(place)} of step '{step}' of item {item.Item.ItemId} is gone.");
        var path = EpisodeFiles.PathOf(item, "audio", $"{step}-{EpisodeFiles.Number(place)}{Path.GetExtension(made.Record.Files[0])}");
        await _files.CopyAsync(made.Record.Files[0], path, cancellationToken);
        var reply = made.Kept.Reply;
        return new LaidSound(path, reply.Seconds, [.. reply.Words.Select(word => new SpokenWord(word.Text, word.StartSeconds, word.EndSeconds))]);
    }

    private Task<TakenStep<T>?> FindAsync<T>(ItemInput<EpisodeSettings> item, string step, int place, CancellationToken cancellationToken)
        where T : class => _reader.FindAsync<T>(RunId.Parse(item.RunId), item.Item.Index, step, place, cancellationToken);

    private static async Task<IReadOnlyList<T>> EachAsync<T>(int count, Func<int, Task<T>> makeAsync)
    {
        var made = new List<T>();
        for (var place = 0; place < count; place++) made.Add(await makeAsync(place));
        return made;
    }
}

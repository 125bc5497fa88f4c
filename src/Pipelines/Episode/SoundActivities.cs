using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Episode.Characters;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Speech;
using FunctionsPipeline.Pipelines.Steps.TalkingHeads;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Voices, and the faces that speak with them.</summary>
internal sealed class SoundActivities(PipelineServices services)
{
    private readonly StepTaker _taker = new(services);
    private readonly StepReader _reader = new(services.Steps, services.Blobs);
    private readonly SpeechOrders _speech = new(services);
    private readonly TalkingHeadOrders _heads = new(services);
    private readonly EpisodeFiles _files = new(services);
    private readonly CharacterLibrary _library = new(services.Tables, services.Blobs);

    /// <summary>Has a beat read by the narrator.</summary>
    public async Task<StepAnswer<SoundVerdict>> NarrateAsync(ActivityContext context, StepCall<EpisodeSettings> call, CancellationToken cancellationToken)
    {
        var script = await _files.ScriptAsync(call.Item, cancellationToken);
        var beat = script.Beats[call.Repeat];
        return await SpeakAsync(call, CharacterLibrary.Narrator, beat.Narration, beat.Emotion, cancellationToken);
    }

    /// <summary>Has a line spoken by its character.</summary>
    public async Task<StepAnswer<SoundVerdict>> SpeakLineAsync(ActivityContext context, StepCall<EpisodeSettings> call, CancellationToken cancellationToken)
    {
        var script = await _files.ScriptAsync(call.Item, cancellationToken);
        var line = script.Lines[call.Repeat];
        return await SpeakAsync(call, line.CharacterId, line.Text, line.Emotion, cancellationToken);
    }

    /// <summary>Has a face say its line.</summary>
    public async Task<StepAnswer<HeadVerdict>> MakeHeadAsync(ActivityContext context, StepCall<EpisodeSettings> call, CancellationToken cancellationToken)
    {
        var item = call.Item;
        var script = await _files.ScriptAsync(item, cancellationToken);
        var face = await new EpisodeFaces(services).FindAsync(item, script, script.Lines[call.Repeat].CharacterId, cancellationToken)
            ?? throw new InvalidDataException($"The face of '{script.Lines[call.Repeat].CharacterId}' is gone.");
        var sound = await _reader.FindAsync<SpeechAnswer>(RunId.Parse(item.RunId), item.Item.Index, EpisodeNames.LineStep, call.Repeat, cancellationToken)
            ?? throw new InvalidDataException($"The sound of line {EpisodeFiles.Number(call.Repeat)} of item {item.Item.ItemId} is gone.");
        var order = await _heads.CreateAsync(item.Settings.Heads[call.Choice], face, sound.Record.Files[0], sound.Kept.Reply.Seconds, cancellationToken);
        return await _taker.TakeAsync(call, order, answer => answer.ToVerdict((seconds, sha256) => new HeadVerdict(seconds, sha256)), cancellationToken);
    }

    private async Task<StepAnswer<SoundVerdict>> SpeakAsync(
        StepCall<EpisodeSettings> call, string speaker, string text, string emotion, CancellationToken cancellationToken)
    {
        var settings = call.Item.Settings;
        var choice = settings.Voices[call.Choice];
        var character = await _library.FindAsync(settings.Project, speaker, cancellationToken)
            ?? throw new InvalidDataException($"Character '{speaker}' is gone from the library of project '{settings.Project}'.");
        var request = SpeechRequests.Create(services.Providers.Speech[choice.Provider], choice, character.Voices[choice.Provider], text, emotion, character.Seed + call.PaidAttempt);
        var order = _speech.Create(choice, request, []);
        return await _taker.TakeAsync(call, order, answer => answer.ToVerdict((seconds, sha256) => new SoundVerdict(seconds, sha256)), cancellationToken);
    }
}

using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Characters;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Finds the faces of an episode: that of the project's library, and where there is none yet, that of this episode, which goes into it.</summary>
internal sealed class EpisodeFaces(PipelineServices services)
{
    private readonly CharacterLibrary _library = new(services.Tables, services.Blobs);
    private readonly StepReader _reader = new(services.Steps, services.Blobs);

    /// <summary>The face of a character, as a blob; null when none could be made.</summary>
    public async Task<string?> FindAsync(ItemInput<EpisodeSettings> item, EpisodeScript script, string id, CancellationToken cancellationToken)
    {
        var settings = item.Settings;
        if (await _library.FindAsync(settings.Project, id, cancellationToken) is { PortraitPath: { } known }) return known;

        var place = script.Characters.Index().First(entry => entry.Item.Id == id).Index;
        var made = await _reader.FindAsync<ImageAnswer>(RunId.Parse(item.RunId), item.Item.Index, EpisodeNames.PortraitStep, place, cancellationToken);
        if (made is null) return null;
        return (await _library.KeepFaceAsync(settings.Project, id, made.Record.Files[0], made.Kept.Reply.File!.Sha256, cancellationToken)).PortraitPath;
    }
}

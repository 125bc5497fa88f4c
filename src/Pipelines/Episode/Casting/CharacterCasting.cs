using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Characters;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.Episode.Casting;

/// <summary>Gives everybody in a script a seed for its face and a voice at every speech provider of the run, for good.</summary>
internal sealed class CharacterCasting(PipelineServices services)
{
    // Seeds of images have room for tries above them, and fit the smallest bound of a provider.
    private const int SeedMax = 1_000_000_000;

    private static readonly VoiceProfile NarratorVoice = new("neutral", "middle", "calm, clear storyteller");

    private readonly CharacterLibrary _library = new(services.Tables, services.Blobs);

    /// <summary>Puts the narrator and the characters into the library, or takes them as they are there.</summary>
    /// <returns>The characters, in the order of the script.</returns>
    public async Task<IReadOnlyList<CharacterRecord>> CastAsync(ItemInput<EpisodeSettings> item, EpisodeScript script, CancellationToken cancellationToken)
    {
        var settings = item.Settings;
        var narrator = new Character(CharacterLibrary.Narrator, "Narrator", "", NarratorVoice, new CharacterDepth("", "", ""));
        var cast = new List<CharacterRecord>();
        foreach (var character in script.Characters.Prepend(narrator))
        {
            var known = await _library.AddAsync(NewRecord(settings, character), cancellationToken);
            var missing = VoicesFor(settings.Voices, known, cast);
            cast.Add(missing.Count == 0 ? known : await _library.KeepVoicesAsync(settings.Project, known.Id, missing, cancellationToken));
        }

        return cast[1..];
    }

    private static CharacterRecord NewRecord(EpisodeSettings settings, Character character) => new()
    {
        Project = settings.Project,
        Id = character.Id,
        Name = character.Name,
        Appearance = character.Appearance,
        Voice = character.Voice,
        Depth = character.Depth,

        // Of the project and the character alone: whichever episode comes first, the face is the same.
        Seed = (long)(SeededDraw.Share(0, settings.Project, character.Id, "face") * SeedMax),
        Voices = new Dictionary<string, string>(),
    };

    /// <summary>A voice at each provider at which the character has none; another one than those of the others, as long as there are enough.</summary>
    private Dictionary<string, string> VoicesFor(IReadOnlyList<ModelChoice> models, CharacterRecord character, IReadOnlyList<CharacterRecord> others)
    {
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var model in models.Where(model => model.Missing is null && !character.Voices.ContainsKey(model.Provider)))
        {
            var taken = others.Select(other => other.Voices.GetValueOrDefault(model.Provider)).OfType<string>().ToHashSet(StringComparer.Ordinal);
            chosen[model.Provider] = VoiceCasting.Choose(services.Providers.Speech[model.Provider], model.Model, character.Voice, taken);
        }

        return chosen;
    }
}

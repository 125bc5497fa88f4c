using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>Reads a script that a person wrote or changed.</summary>
/// <param name="problems">Gets what is wrong with it.</param>
internal sealed class ScriptFileReader(InputProblems problems)
{
    private static readonly BeatKind[] Kinds = Enum.GetValues<BeatKind>();

    /// <summary>The script; what it lacks is a problem and stands empty in it.</summary>
    public EpisodeScript? Read(DocumentNode node)
    {
        if (node.Kind != DocumentKind.Map)
        {
            problems.Add(node.Line, node.Column, StoryFields.Script.Name, "the value is not allowed", node.Description, StoryFields.Script.Allowed);
            return null;
        }

        var fields = new FieldReader(node, ScriptFields.All, problems, "script.");
        var characters = Maps(fields, ScriptFields.Characters, ScriptFields.CharacterAll, "script.characters", 1, 4, Character);
        var beats = Maps(fields, ScriptFields.Beats, ScriptFields.BeatAll, "script.beats", 5, 5, (beat, _) => new Beat(
            Need(beat, ScriptFields.Kind), Need(beat, ScriptFields.Narration), Need(beat, ScriptFields.Emotion)));
        var lines = Maps(fields, ScriptFields.Lines, ScriptFields.LineAll, "script.lines", 2, 4, (line, _) => new SpokenLine(
            Need(line, ScriptFields.Speaker), Need(line, ScriptFields.Beat), Need(line, ScriptFields.LineText), Need(line, ScriptFields.Emotion)));
        var broll = Maps(fields, ScriptFields.Broll, ScriptFields.SceneAll, "script.broll", 4, 6, (scene, _) => new BrollScene(
            Need(scene, ScriptFields.Beat), Need(scene, ScriptFields.Prompt), Need(scene, ScriptFields.Emotion)));
        var script = new EpisodeScript(
            Need(fields, ScriptFields.Title),
            Need(fields, ScriptFields.Description),
            fields.Read(ScriptFields.Tags, []),
            Need(fields, ScriptFields.ThumbnailText),
            Need(fields, ScriptFields.Pattern),
            characters,
            beats,
            lines,
            broll);
        Check(script, node);
        return script;
    }

    private Character Character(FieldReader fields, string prefix)
    {
        var voice = Inner(fields, ScriptFields.Voice, ScriptFields.VoiceAll, prefix + "voice.");
        var depth = Inner(fields, ScriptFields.Depth, ScriptFields.DepthAll, prefix + "depth.");
        return new Character(
            Need(fields, ScriptFields.CharacterId),
            Need(fields, ScriptFields.Name),
            Need(fields, ScriptFields.Appearance),
            voice is null ? new VoiceProfile("", "", "") : new VoiceProfile(Need(voice, ScriptFields.Gender), Need(voice, ScriptFields.Age), Need(voice, ScriptFields.Tone)),
            depth is null ? new CharacterDepth("", "", "") : new CharacterDepth(Need(depth, ScriptFields.Want), Need(depth, ScriptFields.Fear), Need(depth, ScriptFields.Secret)));
    }

    /// <summary>What no field can say by itself.</summary>
    private void Check(EpisodeScript script, DocumentNode node)
    {
        var ids = script.Characters.Select(character => character.Id).ToList();
        foreach (var twice in ids.GroupBy(id => id, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            problems.Add(node.Line, node.Column, "script.characters", $"the id '{twice.Key}' is given twice", null, "each id once, ignoring case");
        }

        foreach (var line in script.Lines.Where(line => line.CharacterId.Length > 0 && !ids.Contains(line.CharacterId, StringComparer.Ordinal)))
        {
            problems.Add(node.Line, node.Column, "script.lines", "a line belongs to nobody", $"'{line.CharacterId}'", string.Join(", ", ids));
        }

        if (script.Beats.Count == Kinds.Length && !script.Beats.Select(beat => beat.Kind).SequenceEqual(Kinds))
        {
            problems.Add(node.Line, node.Column, "script.beats", "the beats are not one of each kind in order", null, "hook, setup, conflict, twist, resolution");
        }
    }

    private T Need<T>(FieldReader fields, InputField<T> field)
    {
        if (!fields.Has(field)) fields.RefuseMissing(field);
        return fields.Read(field, Empty<T>());
    }

    private static T Empty<T>() => typeof(T) == typeof(string) ? (T)(object)"" : default!;

    private FieldReader? Inner(FieldReader fields, StructuredField field, IReadOnlyList<InputField> known, string prefix)
    {
        if (fields.Find(field) is { Kind: DocumentKind.Map } map) return new FieldReader(map, known, problems, prefix);
        fields.RefuseMissing(field);
        return null;
    }

    private List<T> Maps<T>(
        FieldReader fields, StructuredField field, IReadOnlyList<InputField> known, string path, int min, int max, Func<FieldReader, string, T> read)
    {
        if (fields.Find(field) is not { Kind: DocumentKind.List } list || list.Items.Count < min || list.Items.Count > max)
        {
            var found = fields.Find(field);
            problems.Add(found?.Line, found?.Column, path, found is null ? "the field is missing" : "the value is not allowed", found?.Description, field.Allowed);
            return [];
        }

        var values = new List<T>();
        for (var place = 0; place < list.Items.Count; place++)
        {
            var prefix = $"{path}[{place}].";
            var item = list.Items[place];
            if (item.Kind == DocumentKind.Map) values.Add(read(new FieldReader(item, known, problems, prefix), prefix));
            else problems.Add(item.Line, item.Column, $"{path}[{place}]", "this is not a map", item.Description, field.Allowed);
        }

        return values;
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>Reads stories. For one reading.</summary>
/// <param name="source">Where they come from.</param>
internal sealed class StoryReader(EntrySource source)
{
    private readonly Dictionary<string, int> _lineOfId = new(StringComparer.OrdinalIgnoreCase);
    private readonly StringBuilder _read = new();
    private int _position;

    /// <summary>SHA-256 of what was read so far, lower-case hexadecimal.</summary>
    public string Sha256 => TextHash.Sha256(_read.ToString());

    /// <summary>The stories in the order of the source, numbered from 0.</summary>
    /// <exception cref="InputException">Something is wrong with the source; whatever was given out before is worth nothing then.</exception>
    public async IAsyncEnumerable<EpisodeOrder> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var problems = new InputProblems(source.Name);
        if (source.Path is { } path && StoryFiles.IsStory(path))
        {
            yield return Noted(await ReadFileAsync(path, problems, cancellationToken));
            yield break;
        }

        var index = 0;
        await foreach (var node in source.ReadAsync(StoryFields.Columns, problems, cancellationToken))
        {
            if (Read(node, problems) is not { } order) continue;
            if (index == EpisodeLimits.StoriesMax) throw problems.Fatal(node.Line, node.Column, "there are too many stories", null, $"at most {EpisodeLimits.StoriesMax}");
            yield return Noted(order with { Index = index++ });
        }

        problems.ThrowIfAny();
        if (_position == 0) throw problems.Fatal(null, null, "there is no story", null, "at least one");
    }

    private EpisodeOrder Noted(EpisodeOrder order)
    {
        _read.Append(order.Id).Append('\n').Append(order.Title).Append('\n').Append(order.Text).Append('\n')
            .Append(order.Script is null ? "" : System.Text.Json.JsonSerializer.Serialize(order.Script, Durable.DurableJson.Options)).Append('\n');
        return order;
    }

    private static async Task<EpisodeOrder> ReadFileAsync(string path, InputProblems problems, CancellationToken cancellationToken)
    {
        var story = await StoryFiles.ReadFileAsync(path, problems, cancellationToken);
        return new EpisodeOrder { Index = 0, Id = IdOf(Path.GetFileNameWithoutExtension(path)), Title = story.Title, Text = story.Text };
    }

    private EpisodeOrder? Read(DocumentNode node, InputProblems problems)
    {
        _position++;
        if (node.Kind != DocumentKind.Map)
        {
            problems.Add(node.Line, node.Column, null, "this is not a story", node.Description, "a map with the field text or script");
            return null;
        }

        var fields = new FieldReader(node, StoryFields.All, problems);
        if (!fields.Has(StoryFields.Text) && !fields.Has(StoryFields.Script)) fields.RefuseMissing(StoryFields.Text);
        var text = fields.Read(StoryFields.Text, null!);
        var title = fields.Read(StoryFields.Title, null!);
        var script = fields.Find(StoryFields.Script) is { } map ? new ScriptFileReader(problems).Read(map) : null;
        var id = fields.Read(StoryFields.Id, null!) ?? string.Create(CultureInfo.InvariantCulture, $"episode-{_position:0000}");
        var place = fields.Find(StoryFields.Id) ?? node;
        if (!_lineOfId.TryAdd(id, place.Line))
        {
            problems.Add(place.Line, place.Column, "id", $"the id is already that of the story in line {_lineOfId[id]}", $"'{id}'", "each id once, ignoring case");
            return null;
        }

        if (text is null && script is null) return null;
        return new EpisodeOrder { Index = 0, Id = id, Title = title ?? script?.Title ?? NameOf(text!), Text = text, Script = script };
    }

    private static string NameOf(string text) => StoryText.TitleOf(text) is { Length: > 0 } title ? title : "Untitled";

    private static string IdOf(string name)
    {
        var id = new string([.. name.Where(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-')]).Trim('.', '-');
        while (id.Contains("..", StringComparison.Ordinal)) id = id.Replace("..", ".", StringComparison.Ordinal);
        return id.Length == 0 ? "episode" : id[..Math.Min(id.Length, InputLimits.IdCharactersMax)];
    }
}

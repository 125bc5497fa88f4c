using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>
/// Knows requests for the words of an episode by what they ask for, and has the answers: made of the story alone, so that the same story is
/// told in the same way.
/// </summary>
internal static partial class EpisodeAnswers
{
    private const int LineWordsMin = 8;
    private const int LineWordsMax = 60;
    private const int ThumbnailWordsMax = 4;

    private static readonly IReadOnlySet<string> SmallWords = TaleLexicon.Set("a an and as at but by for if in is of on or so the to with what who");

    /// <summary>The answer that a request is for; null when it asks for something else.</summary>
    public static JsonObject? Of(LanguageRequest request)
    {
        if (request.Schema is not { } schema || schema.Field("properties") is not { ValueKind: JsonValueKind.Object } properties) return null;
        if (InTag(request, "story") is not { } story) return null;
        var tale = TaleText.Of(story);
        var people = new TalePeople(tale);
        var title = InTag(request, "title")?.Trim('#', ' ', '"') is { Length: > 0 } named ? named : "An old story";
        if (properties.Field("beats") is not null) return Retold(request, tale, people, title);
        if (properties.Field("characters") is not null) return Cast(tale, people);
        return properties.Field("lines") is not null && properties.Field("broll") is not null ? Plan(request, properties, tale, people, title) : null;
    }

    private static JsonObject Retold(LanguageRequest request, TaleText tale, TalePeople people, string title)
    {
        var (least, most) = Range(request, NarrationWords()) ?? (65, 92);
        var beats = new TaleRetelling(tale, people).Beats(least, most);
        var names = new[] { "HOOK", "SETUP", "CONFLICT", "TWIST", "RESOLUTION" };
        return new JsonObject
        {
            ["title"] = title,
            ["logline"] = Logline(tale, beats),
            ["beats"] = new JsonArray([.. beats.Select((beat, index) => new JsonObject { ["kind"] = names[index], ["narration"] = beat.Text, ["emotion"] = beat.Emotion })]),
        };
    }

    private static JsonObject Cast(TaleText tale, TalePeople people)
    {
        var portraits = new TalePortraits(tale);
        return new JsonObject
        {
            ["characters"] = new JsonArray([.. people.Main.Select(person => new JsonObject
            {
                ["id"] = person.Id,
                ["name"] = person.Name,
                ["appearance"] = TalePortraits.Appearance(person),
                ["voice"] = new JsonObject { ["gender"] = person.Gender, ["age"] = person.Age, ["tone"] = TalePortraits.Tone(person) },
                ["depth"] = new JsonObject { ["want"] = portraits.Want(person), ["fear"] = portraits.Fear(person), ["secret"] = portraits.Secret(person) },
            })]),
        };
    }

    private static JsonObject Plan(LanguageRequest request, JsonElement properties, TaleText tale, TalePeople people, string title)
    {
        var beats = Beats(request);
        var ids = Ids(properties, people);
        var (least, most) = Range(request, LineWords()) ?? (LineWordsMin, LineWordsMax);
        var lines = new TaleLines(tale, people, beats).Choose(ids, least, most, 4);
        var scenes = new TaleScenes(tale, people).Of(beats, 6);
        var names = new[] { "HOOK", "SETUP", "CONFLICT", "TWIST", "RESOLUTION" };
        var pattern = lines.Count >= 4 ? "talking_head_heavy" : lines.Count == 3 ? "mixed_rapid" : "broll_cinematic";
        return new JsonObject
        {
            ["edit_pattern"] = pattern,
            ["description"] = $"{Logline(tale, beats)} A short story, told in under a minute.",
            ["tags"] = new JsonArray([.. Tags(tale, people, title).Select(tag => (JsonNode)tag)]),
            ["thumbnail_text"] = Thumbnail(title),
            ["lines"] = new JsonArray([.. lines.Select(line => new JsonObject { ["character_id"] = line.Id, ["beat"] = names[line.Beat], ["text"] = line.Text, ["emotion"] = line.Emotion })]),
            ["broll"] = new JsonArray([.. scenes.Select(scene => new JsonObject { ["beat"] = names[scene.Beat], ["prompt"] = scene.Prompt, ["emotion"] = scene.Emotion })]),
        };
    }

    private static string Logline(TaleText tale, IReadOnlyList<TaleBeat> beats)
    {
        var hook = beats.Count > 0 ? TaleText.Sentences(beats[0].Text)[0] : tale.Told.Count > 0 ? tale.Told[0].Text : "An old story.";
        var setup = beats.Count > 1 ? TaleText.Sentences(beats[1].Text)[0] : "";
        var both = $"{hook} {setup}".Trim();
        return both.Length <= 200 ? both : hook.Length <= 200 ? hook : hook[..hook.LastIndexOf(' ', 199)] + ".";
    }

    private static IReadOnlyList<string> Tags(TaleText tale, TalePeople people, string title)
    {
        var words = TaleLexicon.WordsOf(tale.Whole);
        var frequent = words.Where(word => TaleLexicon.Things.Contains(word) || TaleLexicon.Places.Contains(word)).GroupBy(word => word).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(3).Select(group => group.Key);
        string[] usual = ["short story", "folk tale", "storytelling"];
        return [.. people.Main.Select(person => person.Name.ToLowerInvariant()).Concat(frequent).Concat(usual).Append(title.ToLowerInvariant())
            .Select(tag => tag.Replace(",", "", StringComparison.Ordinal)).Where(tag => tag.Length is > 1 and <= 40).Distinct().Take(8)];
    }

    private static string Thumbnail(string title)
    {
        var words = title.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (words.Count > ThumbnailWordsMax) words = [.. words.Where(word => !SmallWords.Contains(word.ToLowerInvariant()))];
        var text = string.Join(' ', words.Take(ThumbnailWordsMax));
        while (text.Length > 30 && text.Contains(' ')) text = text[..text.LastIndexOf(' ')];
        return text.Contains(' ') ? text : $"The {text}";
    }

    private static IReadOnlyList<string> Ids(JsonElement properties, TalePeople people)
    {
        var id = properties.Field("lines")?.Field("items")?.Field("properties")?.Field("character_id")?.Field("enum");
        return id is { ValueKind: JsonValueKind.Array } ids ? [.. ids.EnumerateArray().Select(value => value.ToString())] : [.. people.Main.Select(person => person.Id)];
    }

    // The retelling as the request shows it.
    private static IReadOnlyList<TaleBeat> Beats(LanguageRequest request) =>
        [.. BeatLine().Matches(InTag(request, "retelling") ?? "").Select(match => new TaleBeat(match.Groups["text"].Value.Trim(), match.Groups["emotion"].Value))];

    private static (int Least, int Most)? Range(LanguageRequest request, Regex form)
    {
        var match = form.Match(request.Prompt);
        return match.Success
            ? (int.Parse(match.Groups["least"].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups["most"].Value, CultureInfo.InvariantCulture))
            : null;
    }

    // The last one of a message: the first may be the sentence that explains the mark.
    private static string? InTag(LanguageRequest request, string tag)
    {
        foreach (var message in request.Messages.Where(message => message.Role == "user"))
        {
            var close = message.Text.LastIndexOf($"</{tag}>", StringComparison.OrdinalIgnoreCase);
            var open = close < 0 ? -1 : message.Text.LastIndexOf($"<{tag}>", close, StringComparison.OrdinalIgnoreCase);
            if (open >= 0 && message.Text[(open + tag.Length + 2)..close].Trim() is { Length: > 0 } inside) return inside;
        }

        return null;
    }

    [GeneratedRegex(@"narrations? have (?<least>\d+) to (?<most>\d+) words")]
    private static partial Regex NarrationWords();

    [GeneratedRegex(@"words each and (?<least>\d+) to (?<most>\d+) words together")]
    private static partial Regex LineWords();

    [GeneratedRegex(@"(?m)^(?:HOOK|SETUP|CONFLICT|TWIST|RESOLUTION) \((?<emotion>[^)]*)\): (?<text>[^\r\n]+)")]
    private static partial Regex BeatLine();
}

namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>A picture of a beat.</summary>
internal sealed record TaleScene(int Beat, string Prompt, string Emotion);

/// <summary>Finds pictures in the words of a retelling: where it is, what is there, who is seen, and in which light. Pure.</summary>
internal sealed class TaleScenes(TaleText tale, TalePeople people)
{
    private static readonly IReadOnlySet<string> Stops = TaleLexicon.Set(
        "the a an his her their its my your this that one of in on at to from with and or no every all had was were is are by into out up down for so than as he she they it who not");

    private static readonly IReadOnlyDictionary<string, string> Lights = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["anger"] = "hard red light", ["dread"] = "cold low light and deep shadows", ["sorrow"] = "grey overcast light", ["tenderness"] = "warm candlelight",
        ["triumph"] = "golden light from behind", ["joy"] = "bright warm sunlight", ["wonder"] = "shafts of light in dust", ["hope"] = "first pale daylight",
        ["cunning"] = "half light, one side in shadow", ["curiosity"] = "light through a half-open door", ["calm"] = "soft even daylight", ["tension"] = "hard side light",
        ["surprise"] = "sudden bright light", ["relief"] = "warm evening light",
    };

    /// <summary>The pictures: one a beat, and one more where most is told.</summary>
    public IReadOnlyList<TaleScene> Of(IReadOnlyList<TaleBeat> beats, int count)
    {
        var scenes = new List<TaleScene>();
        var where = "";
        var longest = beats.Index().Where(beat => TaleText.Sentences(beat.Item.Text).Count > 1).OrderByDescending(beat => TaleText.Words(beat.Item.Text)).Select(beat => beat.Index).FirstOrDefault(-1);
        for (var beat = 0; beat < beats.Count; beat++)
        {
            var sentences = TaleText.Sentences(beats[beat].Text);
            var parts = count > beats.Count && beat == longest
                ? new[] { string.Join(' ', sentences.Take(sentences.Count / 2)), string.Join(' ', sentences.Skip(sentences.Count / 2)) }
                : [beats[beat].Text];
            foreach (var part in parts)
            {
                where = PlaceIn(part) ?? (where.Length > 0 ? where : Usual());
                scenes.Add(new TaleScene(beat, Prompt(part, where, beats[beat].Emotion, scenes.Count), beats[beat].Emotion));
            }
        }

        return [.. scenes.Take(count)];
    }

    private string Prompt(string text, string where, string emotion, int number)
    {
        var things = Phrases(text, TaleLexicon.Things).Where(thing => !where.Contains(thing, StringComparison.Ordinal)).Take(2).ToList();
        var person = people.Main.Concat(people.All).FirstOrDefault(person => person.Mentions.IsMatch(text));
        var subject = person is null ? null : TalePortraits.InPassing(person);
        var time = TaleLexicon.WordsOf(text).Select(word => TaleLexicon.Times.GetValueOrDefault(word)).FirstOrDefault(time => time is not null);
        var shot = (number % 3) switch { 0 => "Wide shot", 1 => "Close view", _ => "Slow view from above" };
        var inside = subject is null ? "" : $", {subject}{(number % 2 == 0 ? " seen from behind" : "")}";
        var with = things.Count == 0 ? "" : $", {string.Join(" and ", things)} in the foreground";
        return $"{shot} of {where}{inside}{with}{(time is null ? "" : $", {time}")}, {Lights.GetValueOrDefault(emotion, "soft light")}, photorealistic, vertical 9:16, no text";
    }

    private string Usual() => PlaceIn(tale.Whole) ?? "an old village";

    private static string? PlaceIn(string text) => Phrases(text, TaleLexicon.Places).FirstOrDefault();

    // A noun with the word before it where that says something: "royal hall".
    private static IEnumerable<string> Phrases(string text, IReadOnlySet<string> nouns)
    {
        var words = TaleLexicon.WordsOf(text);
        for (var index = 0; index < words.Count; index++)
        {
            if (!nouns.Contains(words[index])) continue;
            var before = index > 0 ? words[index - 1] : "the";
            var says = before.Length > 2 && !Stops.Contains(before) && IsAdjective(before) ? before + " " : "";
            var noun = says + words[index];
            yield return noun[^1] == 's' || Uncounted.Contains(words[index]) ? noun : ("aeiou".Contains(noun[0]) ? "an " : "a ") + noun;
        }
    }

    private static bool IsAdjective(string word) => Adjectives.Contains(word);

    private static readonly IReadOnlySet<string> Uncounted = TaleLexicon.Set("gold silver bread wine fire snow rain wind sand cloth light fog soup corn wheat money cheese");

    private static readonly IReadOnlySet<string> Adjectives = TaleLexicon.Set(
        "old young great small little big empty dark heavy golden silver wooden broken narrow high tall long deep cold warm royal stone poor rich whole open closed locked bare white black red green grey " +
        "blue quiet lonely muddy dusty frozen burning sleeping last first single kitchen village mountain farm mill");
}

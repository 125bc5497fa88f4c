using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>Describes the people of a tale. A name and a role have the same face in every tale.</summary>
internal sealed partial class TalePortraits(TaleText tale)
{
    private static readonly IReadOnlySet<string> Kin = TaleLexicon.Set("man woman boy girl child son daughter father mother grandmother grandfather brother sister wife husband stranger");
    private static readonly string[] Hair = ["dark brown hair", "black hair", "chestnut hair", "fair hair", "auburn hair"];
    private static readonly string[] Eyes = ["grey eyes", "brown eyes", "green eyes", "hazel eyes", "pale blue eyes"];
    private static readonly string[] Faces = ["a narrow face", "a broad face", "high cheekbones", "freckles", "a strong jaw"];
    private static readonly string[] Wants = ["to be listened to", "to be safe and left in peace", "to be seen for what it is worth", "to keep what is dear"];
    private static readonly string[] Fears = ["to be laughed at", "to lose what is dear", "to be alone at the end", "that the truth comes out too late"];
    private static readonly string[] Secrets = ["it doubts itself more than anybody knows", "it has already made up its mind", "it envies the others a little", "it would give up everything for one of them"];
    private static readonly string[] Tones = ["calm, clear", "soft, firm", "quick, bright", "warm, slow", "dry, sure"];

    /// <summary>What a portrait shows.</summary>
    public static string Appearance(TalePerson person) => person.Role is { IsAnimal: true } animal
        ? $"A {person.RoleNoun} with {animal.Clothes}, alert, looking straight at the viewer, natural light, photorealistic"
        : $"{Capital(Who(person))} with {HairOf(person)}, {Of(person, "eyes", Eyes)} and {Of(person, "face", Faces)}, wearing {person.Role?.Clothes ?? "plain old-fashioned clothes"}, looking straight at the viewer, soft window light, photorealistic portrait";

    /// <summary>How a picture names the person in passing.</summary>
    public static string InPassing(TalePerson person) => person.Role is { IsAnimal: true } animal
        ? $"a {person.RoleNoun} with {animal.Clothes}"
        : $"{(person.RoleNoun is { } noun && !Kin.Contains(noun) ? $"a {(person.Age == "old" ? "old " : "")}{noun}" : Who(person))} in {person.Role?.Clothes ?? "plain old-fashioned clothes"}";

    /// <summary>How the voice sounds.</summary>
    public static string Tone(TalePerson person) => person.Role is { Gender: "male", Age: "middle" or "old" } ? "low, weighty" : Of(person, "tone", Tones);

    /// <summary>What the person is after, in the words of the tale where it says so.</summary>
    public string Want(TalePerson person) => Sentence(person, Wanting()) ?? Of(person, "want", Wants);

    /// <summary>What the person is afraid of.</summary>
    public string Fear(TalePerson person) => Sentence(person, Fearing()) ?? Of(person, "fear", Fears);

    /// <summary>What the person does not say.</summary>
    public string Secret(TalePerson person) => Sentence(person, Hiding()) ?? Of(person, "secret", Secrets);

    private static string HairOf(TalePerson person) => person.Age == "old" ? "white hair" : Of(person, "hair", Hair);

    private static string Who(TalePerson person) => (person.Age, person.Gender) switch
    {
        ("child", "female") => "a girl of ten",
        ("child", "male") => "a boy of ten",
        ("child", _) => "a child of ten",
        ("young", "female") => "a young woman",
        ("young", "male") => "a young man",
        ("young", _) => "a young person",
        ("old", "female") => "an old woman",
        ("old", "male") => "an old man",
        ("old", _) => "an old person",
        (_, "female") => "a woman of forty",
        (_, "male") => "a man of forty",
        _ => "a person of forty",
    };

    private string? Sentence(TalePerson person, Regex verb)
    {
        var text = tale.Told.Select(sentence => sentence.Text).FirstOrDefault(text => person.Mentions.IsMatch(text) && verb.IsMatch(text));
        return text is { Length: <= 180 } ? text : null;
    }

    private static string Of(TalePerson person, string what, string[] choices) => choices[Draw.FromSeed(11).For(person.Id).For(what).Index(choices.Length)];

    private static string Capital(string text) => TaleCut.Capital(text);

    [GeneratedRegex(@"\b(?:want(?:ed|s)|wish(?:ed|es)|longed|hoped|dreamed|loved)\b")]
    private static partial Regex Wanting();

    [GeneratedRegex(@"\b(?:afraid|fear(?:ed|s)?|dread(?:ed|s)?|dared|trembled)\b")]
    private static partial Regex Fearing();

    [GeneratedRegex(@"\b(?:secret|secretly|hid|hidden|nobody knew|told nobody|never told|pretended)\b")]
    private static partial Regex Hiding();
}

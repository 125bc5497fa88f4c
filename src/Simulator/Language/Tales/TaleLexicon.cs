namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>What a role in a tale looks like.</summary>
/// <param name="Gender"><c>female</c>, <c>male</c>, or <c>neutral</c> when the tale has to tell.</param>
/// <param name="Age"><c>child</c>, <c>young</c>, <c>middle</c> or <c>old</c>.</param>
/// <param name="Clothes">What it wears; for an animal what it looks like.</param>
/// <param name="IsAnimal">Whether it is an animal.</param>
internal sealed record TaleRole(string Gender, string Age, string Clothes, bool IsAnimal = false);

/// <summary>Words by which a tale is understood.</summary>
internal static class TaleLexicon
{
    private const string Plain = "plain old-fashioned clothes";

    /// <summary>Roles by their noun.</summary>
    public static IReadOnlyDictionary<string, TaleRole> Roles { get; } = new Dictionary<string, TaleRole>(StringComparer.Ordinal)
    {
        ["king"] = new("male", "middle", "a dark red robe with a fur collar and a narrow gold crown"),
        ["queen"] = new("female", "middle", "a deep blue gown and a thin silver crown"),
        ["prince"] = new("male", "young", "a green velvet doublet"),
        ["princess"] = new("female", "young", "a pale silk dress"),
        ["farmer"] = new("male", "middle", "a patched brown coat and a straw hat"),
        ["peasant"] = new("male", "old", "a patched brown coat"),
        ["miller"] = new("male", "middle", "a flour-dusted apron"),
        ["fisherman"] = new("male", "middle", "a salt-stained blue jersey"),
        ["sailor"] = new("male", "young", "a striped shirt and a dark jacket"),
        ["captain"] = new("male", "middle", "a long navy coat with brass buttons"),
        ["woodcutter"] = new("male", "middle", "a rough wool shirt and a leather belt"),
        ["hunter"] = new("male", "middle", "a green coat and a leather strap"),
        ["shepherd"] = new("male", "young", "a grey wool cloak"),
        ["smith"] = new("male", "middle", "a leather apron over a sooty shirt"),
        ["tailor"] = new("male", "young", "a neat waistcoat with a measuring tape"),
        ["baker"] = new("male", "middle", "a white apron and rolled-up sleeves"),
        ["merchant"] = new("male", "middle", "a furred travelling coat"),
        ["soldier"] = new("male", "young", "a worn grey uniform coat"),
        ["guard"] = new("male", "middle", "a steel cap and a dark cloak"),
        ["judge"] = new("male", "old", "a black robe"),
        ["thief"] = new("male", "young", "a dark hooded cloak"),
        ["beggar"] = new("male", "old", "a torn grey cloak"),
        ["traveller"] = new("neutral", "middle", "a dusty travelling cloak"),
        ["stranger"] = new("neutral", "middle", "a long dark travelling cloak"),
        ["keeper"] = new("male", "old", "a thick wool jacket"),
        ["teacher"] = new("neutral", "middle", "a plain dark suit"),
        ["doctor"] = new("neutral", "middle", "a plain dark coat"),
        ["man"] = new("male", "middle", Plain),
        ["woman"] = new("female", "middle", "a plain wool dress and a shawl"),
        ["boy"] = new("male", "child", "a rough shirt and braces"),
        ["girl"] = new("female", "young", "a plain linen dress"),
        ["child"] = new("neutral", "child", "a plain smock"),
        ["son"] = new("male", "young", "a rough linen shirt"),
        ["daughter"] = new("female", "young", "a plain linen dress"),
        ["father"] = new("male", "old", "a worn brown coat"),
        ["mother"] = new("female", "middle", "a plain wool dress and a shawl"),
        ["grandmother"] = new("female", "old", "a black shawl"),
        ["grandfather"] = new("male", "old", "a grey waistcoat"),
        ["brother"] = new("male", "young", "a rough linen shirt"),
        ["sister"] = new("female", "young", "a plain linen dress"),
        ["widow"] = new("female", "old", "a black dress and a shawl"),
        ["wife"] = new("female", "middle", "a plain wool dress"),
        ["husband"] = new("male", "middle", "a brown waistcoat"),
        ["servant"] = new("neutral", "young", "a plain grey tunic"),
        ["witch"] = new("female", "old", "a ragged black cloak"),
        ["fox"] = new("male", "middle", "red fur, a white throat and narrow amber eyes", true),
        ["wolf"] = new("male", "middle", "grey fur and pale yellow eyes", true),
        ["lion"] = new("male", "middle", "a heavy golden mane", true),
        ["mouse"] = new("female", "young", "soft brown fur and black bead eyes", true),
        ["crow"] = new("female", "middle", "glossy black feathers", true),
        ["hare"] = new("male", "young", "light brown fur and long ears", true),
        ["tortoise"] = new("male", "old", "a wrinkled neck and a domed brown shell", true),
        ["goose"] = new("female", "middle", "white feathers and an orange beak", true),
        ["donkey"] = new("male", "middle", "shaggy grey fur and long ears", true),
        ["dog"] = new("male", "middle", "rough brown fur and a torn ear", true),
        ["cat"] = new("female", "middle", "striped grey fur and green eyes", true),
        ["hen"] = new("female", "middle", "speckled brown feathers and a red comb", true),
        ["owl"] = new("female", "old", "mottled feathers and huge round eyes", true),
        ["goat"] = new("male", "middle", "a white beard and curved horns", true),
        ["eagle"] = new("male", "middle", "broad dark wings and a hooked beak", true),
        ["ant"] = new("female", "middle", "a shining black body", true),
        ["grasshopper"] = new("male", "young", "a bright green body", true),
        ["frog"] = new("male", "young", "wet green skin and golden eyes", true),
        ["bear"] = new("male", "middle", "thick dark brown fur", true),
        ["stag"] = new("male", "middle", "a red-brown coat and wide antlers", true),
    };

    /// <summary>Words that say who speaks.</summary>
    public static IReadOnlySet<string> Speaking { get; } = Set(
        "said asked answered replied cried whispered shouted called told begged laughed murmured added thought roared sighed demanded ordered wrote warned says asks answers");

    /// <summary>Nouns of places.</summary>
    public static IReadOnlySet<string> Places { get; } = Set(
        "castle palace hall tower village town city street road path forest wood woods mountain mountains hill valley river stream lake sea shore beach island harbour ship boat " +
        "mill farm field fields barn house hut cottage kitchen room stair stairs garden well bridge church market inn cave desert lighthouse station school shop gate court meadow pond roof cellar bedroom");

    /// <summary>Nouns of things that can be seen.</summary>
    public static IReadOnlySet<string> Things { get; } = Set(
        "gold silver coin coins crown ring sword knife axe key door window candle lamp lantern fire table chair bed bread wine cup bowl pot stone stones sack basket rope net fish horse cart carriage wheel " +
        "letter book map bell clock mirror shoe shoes cloak coat apple egg eggs grapes cheese tree leaves flower flowers snow rain storm wind sun moon stars sand bone feather thread cloth bag box chest " +
        "light fog waves sail sails soup corn wheat money purse chain cage");

    /// <summary>Words for when it is.</summary>
    public static IReadOnlyDictionary<string, string> Times { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["night"] = "at night", ["midnight"] = "at midnight", ["dark"] = "in the dark", ["dawn"] = "at dawn", ["morning"] = "in the early morning", ["noon"] = "at noon",
        ["evening"] = "at dusk", ["sunset"] = "at sunset", ["winter"] = "in winter", ["spring"] = "in spring", ["summer"] = "in high summer", ["autumn"] = "in autumn",
    };

    /// <summary>Words that make one look up.</summary>
    public static IReadOnlySet<string> Striking { get; } = Set(
        "nobody never nothing only secret dead die death kill gold stolen lost alone forbidden promise curse impossible everything dared dare afraid fear terrible strange wrong vanished " +
        "last first single enemy lie lied truth price blood storm no none cannot warned forever dearest banished prison hidden whoever ever");

    /// <summary>Words of trouble.</summary>
    public static IReadOnlySet<string> Trouble { get; } = Set(
        "but angry anger furious refused lost stolen broke broken fell hungry cold alone afraid threw shouted prison banished leave out ordered forbade wrong against fight fought never trap caught " +
        "storm worse nothing ashamed laughed mocked took could threatened punish punished jealous cruel");

    /// <summary>Words of a turn.</summary>
    public static IReadOnlySet<string> Turn { get; } = Set(
        "but instead suddenly then until found woke opened saw realised understood truth behind inside secretly asleep sleeping discovered back turned yet only wine sack hidden instead surprise strangely empty");

    /// <summary>Words of an end.</summary>
    public static IReadOnlySet<string> End { get; } = Set(
        "last finally forever never ever home again since together married forgave laughed wept peace learned remembered today always end after everyone day");

    /// <summary>Emotions by their words, the telling ones first.</summary>
    public static IReadOnlyList<(string Emotion, IReadOnlySet<string> Words)> Emotions { get; } =
    [
        ("anger", Set("angry anger furious rage shouted roared cruel banished punish hated")),
        ("dread", Set("afraid fear feared dark terrible storm prison death dead die threatened trembled screamed wolf")),
        ("sorrow", Set("wept cried tears alone lost sad grief mourned poor hungry cold died")),
        ("tenderness", Set("dearest love loved kissed heart held gently dear beloved")),
        ("triumph", Set("won victory proud crown freed free outwitted clever wise laughed")),
        ("joy", Set("joy happy smiled laughed danced sang feast glad married")),
        ("wonder", Set("gold shining magic strange wonder marvel stars beautiful never secret")),
        ("hope", Set("hope promise dawn morning light perhaps waited")),
        ("cunning", Set("secretly trick plan thought quietly slipped wine pretended riddle")),
    ];

    /// <summary>A set of words.</summary>
    public static IReadOnlySet<string> Set(string words) => words.Split(' ').ToHashSet(StringComparer.Ordinal);

    /// <summary>Lower-case words of a text.</summary>
    public static IReadOnlyList<string> WordsOf(string text) =>
        [.. text.Split([' ', '\n', ',', '.', ';', ':', '!', '?', '"', '(', ')', '\u2014', '\u2013'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('\'').ToLowerInvariant()).Where(word => word.Length > 0)];

    /// <summary>How many words of a text are in a set.</summary>
    public static int Count(string text, IReadOnlySet<string> set) => WordsOf(text).Count(set.Contains);

    /// <summary>The emotion that a text's words speak of; another one when they speak of none.</summary>
    public static string EmotionOf(string text, string otherwise)
    {
        var words = WordsOf(text);
        var best = Emotions.Select(entry => (entry.Emotion, Count: words.Count(entry.Words.Contains))).MaxBy(entry => entry.Count);
        return best.Count > 0 ? best.Emotion : otherwise;
    }
}

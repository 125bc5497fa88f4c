using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>Finds who is in a tale, and who says what. Pure.</summary>
internal sealed partial class TalePeople
{
    private const int PeopleMax = 3;
    private const int MentionsMin = 3;

    private static readonly IReadOnlySet<string> NoNames = TaleLexicon.Set(
        "I God Sir Lord Lady Majesty Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December " +
        "English French German Christmas Easter North South East West Highness O Oh");

    private static readonly IReadOnlySet<string> PlaceWords = TaleLexicon.Set("in at to from of near into towards through across");

    private readonly TaleText _tale;

    /// <summary>Reads a tale.</summary>
    public TalePeople(TaleText tale)
    {
        _tale = tale;
        var all = Everybody(tale);
        Speakers = SpeakersOf(tale, all);
        All = [.. all.Select(person => person with { Count = person.Mentions.Count(tale.Whole), Lines = Speakers.Count(speaker => speaker?.Name == person.Name) })
            .OrderByDescending(person => (3 * person.Lines) + person.Count)];
        var main = All.Where(person => person.Lines > 0).Take(PeopleMax).ToList();
        main.AddRange(All.Where(person => person.Lines == 0 && person.Count >= MentionsMin).Take(Math.Max(0, 2 - main.Count)));
        if (main.Count == 0) main.AddRange(All.Take(1));
        Main = main.Count > 0 ? main : [new TalePerson("The Storyteller", null, null, "neutral", "old", Nothing())];
    }

    /// <summary>Everybody, those who matter most first.</summary>
    public IReadOnlyList<TalePerson> All { get; }

    /// <summary>Those who matter, 1 to 3.</summary>
    public IReadOnlyList<TalePerson> Main { get; }

    /// <summary>Who says what the tale quotes, one entry a quotation; null where nobody can be told.</summary>
    public IReadOnlyList<TalePerson?> Speakers { get; }

    /// <summary>The person of whom some text speaks last; null when it speaks of none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="gender">Only such a one; null for anybody.</param>
    public TalePerson? LastIn(string text, string? gender = null) => LastIn(text, All, gender);

    /// <summary>What is told before a sentence.</summary>
    public string Before(TaleSentence sentence)
    {
        var at = _tale.Whole.IndexOf(sentence.Text, StringComparison.Ordinal);
        return at < 0 ? "" : _tale.Whole[..at];
    }

    private static TalePerson? LastIn(string text, IReadOnlyList<TalePerson> people, string? gender) => people
        .Where(person => gender is null || person.Gender == gender || person.Gender == "neutral")
        .Select(person => (Person: person, At: person.Mentions.Matches(text).Select(match => match.Index).DefaultIfEmpty(-1).Last()))
        .Where(entry => entry.At >= 0)
        .OrderByDescending(entry => entry.At)
        .Select(entry => entry.Person)
        .FirstOrDefault();

    private static List<TalePerson> Everybody(TaleText tale)
    {
        var people = new List<TalePerson>();
        var roleOwners = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in Names(tale.Whole))
        {
            var title = TitleBefore(tale.Whole, name);
            var noun = title?.ToLowerInvariant() ?? RoleBeside(tale.Whole, name);
            var owns = noun is not null && roleOwners.Add(noun);
            var pattern = owns ? $@"\b{Regex.Escape(name)}\b|{RolePattern(noun!)}" : $@"\b{Regex.Escape(name)}\b";
            people.Add(Person(title is null ? name : $"{title} {name}", noun, pattern, tale.Whole));
        }

        foreach (var noun in TaleLexicon.Roles.Keys.Where(noun => !roleOwners.Contains(noun)))
        {
            if (Regex.IsMatch(tale.Whole, RolePattern(noun))) people.Add(Person("The " + Capital(noun), noun, RolePattern(noun), tale.Whole));
        }

        return people;
    }

    private static TalePerson Person(string name, string? noun, string pattern, string whole)
    {
        var mentions = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        var role = noun is null ? null : TaleLexicon.Roles[noun];
        var gender = role is { Gender: not "neutral" } ? role.Gender : GenderBy(whole, mentions, name);
        var isOld = Regex.IsMatch(whole, $@"\bold (?:{Regex.Escape(name)}|{noun ?? name})\b");
        var isYoung = Regex.IsMatch(whole, $@"\b(?:young|little) (?:{Regex.Escape(name)}|{noun ?? name})\b");
        return new TalePerson(name, noun, role, gender, isOld ? "old" : isYoung ? "young" : role?.Age ?? "middle", mentions);
    }

    // Capitals within a sentence, unless all that stands before them are the words that stand before places.
    private static List<string> Names(string whole)
    {
        var names = new List<string>();
        var inside = Inside().Matches(whole).Select(match => (Before: match.Groups["before"].Value.ToLowerInvariant(), Name: match.Groups["name"].Value)).ToList();
        foreach (var name in inside.Select(entry => entry.Name).Distinct(StringComparer.Ordinal))
        {
            if (NoNames.Contains(name) || TaleLexicon.Roles.ContainsKey(name.ToLowerInvariant())) continue;
            if (inside.Where(entry => entry.Name == name).All(entry => PlaceWords.Contains(entry.Before))) continue;
            if (Regex.Count(whole, $@"\b{name}\b") >= 2 || TitleBefore(whole, name) is not null) names.Add(name);
        }

        return names;
    }

    private static string? TitleBefore(string whole, string name)
    {
        var match = Regex.Match(whole, $@"\b(?<title>[A-Z][a-z]+) {name}\b");
        return match.Success && TaleLexicon.Roles.ContainsKey(match.Groups["title"].Value.ToLowerInvariant()) ? match.Groups["title"].Value : null;
    }

    // "a girl named Anna", "his daughter Anna", "Anna, the miller's daughter", "Anna was a poor miller's daughter".
    private static string? RoleBeside(string whole, string name)
    {
        foreach (var form in new[] { $@"(?<role>[a-z' -]{{3,60}}?),? (?:named|called|whose name was)? ?{name}\b", $@"\b{name}(?:,| was| is) (?:the|a|an|his|her) (?<role>[a-z' -]{{3,60}})[,.]" })
        {
            foreach (Match match in Regex.Matches(whole, form))
            {
                // The daughter of a farmer is a daughter.
                var words = TaleLexicon.WordsOf(match.Groups["role"].Value.Split(" of ")[0]);
                if (words.Count > 0 && TaleLexicon.Roles.ContainsKey(words[^1])) return words[^1];
            }
        }

        return null;
    }

    // "the farmer's daughter" speaks of the daughter.
    private static string RolePattern(string noun) => $@"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ld|[Yy]oung|[Pp]oor|[Ll]ittle|[Mm]y|[Tt]hat|[Tt]his)(?: (?:old|young|poor|little|clever|hungry|tired|great|proud|wise|rich))? {noun}\b(?!'s)";

    private static string GenderBy(string whole, Regex mentions, string name)
    {
        var (female, male) = (0, 0);
        foreach (Match match in mentions.Matches(whole))
        {
            var near = TaleLexicon.WordsOf(whole[match.Index..Math.Min(whole.Length, match.Index + 140)]);
            female += near.Count(word => word is "she" or "her" or "hers" or "herself");
            male += near.Count(word => word is "he" or "his" or "him" or "himself");
        }

        if (female == male) return name.EndsWith('a') ? "female" : "neutral";
        return female > male ? "female" : "male";
    }

    private static List<TalePerson?> SpeakersOf(TaleText tale, IReadOnlyList<TalePerson> people)
    {
        var speakers = new List<TalePerson?>();
        foreach (var quote in tale.Said)
        {
            speakers.Add(Named(quote, people) ?? ByPronoun(quote, people) ?? InTurn(quote, people, tale.Said, speakers));
        }

        return speakers;
    }

    // The person nearest to the word of speaking.
    private static TalePerson? Named(TaleQuote quote, IReadOnlyList<TalePerson> people)
    {
        var verb = quote.Around.Split(' ').FirstOrDefault(word => TaleLexicon.Speaking.Contains(word.Trim(',', '.', ':').ToLowerInvariant()));
        if (verb is null) return null;
        var at = quote.Around.IndexOf(verb, StringComparison.Ordinal);
        return people
            .Select(person => (Person: person, Distance: person.Mentions.Matches(quote.Around).Select(match => Math.Abs(match.Index - at)).DefaultIfEmpty(int.MaxValue).Min()))
            .Where(entry => entry.Distance <= 40)
            .OrderBy(entry => entry.Distance)
            .Select(entry => entry.Person)
            .FirstOrDefault();
    }

    private static TalePerson? ByPronoun(TaleQuote quote, IReadOnlyList<TalePerson> people)
    {
        var pronoun = TaleLexicon.WordsOf(quote.Around).FirstOrDefault(word => word is "he" or "she");
        if (pronoun is null) return null;
        var before = quote.Before[..Math.Max(0, quote.Before.LastIndexOf(quote.Text.Split(' ')[0], StringComparison.Ordinal))];
        return LastIn(Unquoted().Replace(before, ""), people, pronoun == "she" ? "female" : "male");
    }

    // Nobody is named: those who talked last take turns.
    private static TalePerson? InTurn(TaleQuote quote, IReadOnlyList<TalePerson> people, IReadOnlyList<TaleQuote> quotes, List<TalePerson?> speakers)
    {
        if (speakers.Count > 0 && quotes[speakers.Count - 1].Paragraph == quote.Paragraph) return speakers[^1];
        return speakers.Count > 1 && speakers[^1] != speakers[^2] ? speakers[^2] : LastIn(Unquoted().Replace(quote.Before, ""), people, null);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    [GeneratedRegex("(?<before>[A-Za-z']+),? (?<name>[A-Z][a-z]{2,})\\b")]
    private static partial Regex Inside();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Unquoted();

    [GeneratedRegex("(?!)")]
    private static partial Regex Nothing();
}

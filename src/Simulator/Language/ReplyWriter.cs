using System.Globalization;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>
/// Writes short texts about what a request speaks of. Those of one list differ, though some say nearly the same on purpose: a model repeats
/// itself, and whoever removes repeats must have some to find.
/// </summary>
internal sealed class ReplyWriter
{
    private const double RepeatChance = 0.25;

    private static readonly string[] Replies =
    [
        "Great point about {0}, thanks for sharing!",
        "I had not thought of {0} and {1} that way before. What led you there?",
        "How long did {0} take you to get right?",
        "This is a helpful take on {0}. Do you have more on {1}?",
        "Thank you for this, {0} deserves more attention.",
        "The part about {0} surprised me, in a good way.",
        "Would you say that {0} matters more than {1}?",
        "We saw the same with {0} last year; {1} made the difference.",
        "Saving this one, {0} and {1} come up in our team every week.",
        "Curious what you would change about {0} today.",
        "Well said. {0} is where most of us start, and {1} is where we stop.",
        "Does {0} still hold when {1} is not around?",
        "Nice example of {0}. A picture of {1} would make it even clearer.",
        "I respectfully see {0} a bit differently, but {1} is spot on.",
        "Could you share where you read about {0}?",
        "Lovely to see {0} explained so plainly.",
    ];

    private static readonly string[] Statements =
    [
        "{0} comes first here, and {1} follows from it.",
        "The text speaks of {0} and leaves {1} open.",
        "What stands out is {0}, next to {1}.",
        "{0} and {1} belong together in this.",
        "Much depends on {0}; {1} is only a part of it.",
        "It begins with {0} and ends with {1}.",
        "{0} is shown plainly, {1} only in passing.",
    ];

    // Before the text and not behind it: a bound on its length must not make a repeat equal.
    private static readonly string[] Openings = ["Honestly, ", "Really, ", "Indeed: ", "Seriously, "];
    private static readonly string[] Fallback = ["this", "the idea", "your work"];

    private readonly IReadOnlyList<string> _words;

    /// <summary>A writer on a text.</summary>
    public ReplyWriter(string about)
    {
        var words = TextWords.Of(about);
        _words = words.Count > 1 ? words : [.. words, .. Fallback];
    }

    /// <summary>Words of the text that say what it is about; at least two.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>One reply of a list.</summary>
    /// <param name="list">Chance of the list.</param>
    /// <param name="index">Number in the list, from 0.</param>
    public string Reply(Draw list, int index)
    {
        // A repeat is of one that is itself no repeat, with a word more.
        if (index > 0 && list.For("repeat").For(index).Happens(RepeatChance) && Original(list, index) is { } original)
        {
            var repeated = Fresh(list, original);
            return Openings[index % Openings.Length] + char.ToLowerInvariant(repeated[0]) + repeated[1..];
        }

        return Fresh(list, index);
    }

    /// <summary>A sentence that is no reply.</summary>
    public string Statement(Draw draw) => Fill(Statements[draw.For("statement").Index(Statements.Length)], draw, 0);

    /// <summary>A few words.</summary>
    public string Title(Draw draw)
    {
        var first = draw.For("title").Index(_words.Count);
        return string.Join(' ', Enumerable.Range(0, Math.Min(3, _words.Count)).Select(step => Capital(_words[(first + step) % _words.Count])));
    }

    /// <summary>One word.</summary>
    public string Word(Draw draw, int index) => _words[(draw.For("word").Index(_words.Count) + index) % _words.Count];

    private static int? Original(Draw list, int index)
    {
        for (var earlier = index - 1; earlier >= 0; earlier--)
        {
            if (earlier == 0 || !list.For("repeat").For(earlier).Happens(RepeatChance)) return earlier;
        }

        return null;
    }

    // Neighbours in a list have different forms; after one round of the forms the words differ.
    private string Fresh(Draw list, int index) =>
        Fill(Replies[(list.For("form").Index(Replies.Length) + (index * 5)) % Replies.Length], list.For("words").For(index), index / Replies.Length);

    private string Fill(string form, Draw draw, int round)
    {
        var first = (draw.Index(_words.Count) + round) % _words.Count;
        var second = (first + 1 + draw.For("second").Index(_words.Count - 1)) % _words.Count;
        return Capital(string.Format(CultureInfo.InvariantCulture, form, _words[first], _words[second]));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

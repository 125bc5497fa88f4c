using System.Globalization;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>
/// What a model has to say about a request without pictures: marks for the texts in it, replies to a post, a better prompt. What is asked for
/// is told by the names of the properties, as a real model tells it. For one answer.
/// </summary>
internal class AnswerMaterial
{
    private const double Willing = 0.5;

    private static readonly string[] NameWords = ["name", "check", "aspect", "criterion", "dimension", "id", "key", "metric", "index", "number"];
    private static readonly string[] ScoreWords =
        ["score", "relevan", "quality", "rating", "confidence", "overall", "grade", "probability", "similarity", "likelihood", "fit"];
    private static readonly string[] ReplyWords = ["suggest", "repl", "comment", "response", "message", "text", "answer", "variant", "option", "draft"];

    private readonly string _about;

    /// <summary>Material on a request.</summary>
    public AnswerMaterial(LanguageRequest request)
    {
        Request = request.Prompt;
        LastMessage = request.Messages.LastOrDefault(message => message.Role != "system")?.Text ?? Request;
        _about = LabelledText.Post(LastMessage);
        Listed = ListedItems.Of(LastMessage);
        Replies = new ReplyWriter(_about);
    }

    /// <summary>All that was said.</summary>
    protected string Request { get; }

    /// <summary>What the user said last.</summary>
    protected string LastMessage { get; }

    /// <summary>What the request lists.</summary>
    protected IReadOnlyList<ListedItem> Listed { get; }

    /// <summary>Writes texts on the request.</summary>
    protected ReplyWriter Replies { get; }

    /// <summary>True for the property of a list item that says which one it is.</summary>
    public static bool IsName(string property) => Has(property, NameWords, wholeWords: true);

    /// <summary>What the items of a list stand for.</summary>
    /// <param name="place">The list.</param>
    /// <param name="form">Form of its items.</param>
    /// <returns>One entry an item; null when the list is not one of things that the request lists.</returns>
    public virtual IReadOnlyList<ListedItem>? ItemsOf(AnswerPlace place, ItemForm form)
    {
        if (form.Names is not { } names) return null;
        if (names.Count > 0) return [.. names.Select(name => new ListedItem(name, $"{name}: {_about}"))];

        // New texts have ids of their own.
        if (Has(place.Name, ReplyWords) && !form.Properties.Any(IsScore)) return null;
        return Listed.Count > 0 ? Listed : null;
    }

    /// <summary>How many items the request wants in a list of texts, as in "write three replies"; null when it does not say.</summary>
    public int? CountAsked(AnswerPlace place) => Has(place.Name, ReplyWords) ? AskedCount.In(LastMessage) ?? AskedCount.In(Request) : null;

    /// <summary>A text for a place.</summary>
    public virtual string Text(AnswerPlace place)
    {
        var name = place.Name;
        if (place.Item is { } item && IsName(name)) return item.Key;
        if (Has(name, ["prompt"])) return PromptImprover.Improve(Request);
        if (IsName(name)) return (place.Index + 1).ToString(CultureInfo.InvariantCulture);
        if (Has(name, ["title", "headline", "subject"])) return Replies.Title(place.Draw);
        if (Has(name, ["tag", "keyword", "topic", "category"])) return Replies.Word(place.List, place.Index);
        if (Has(name, ["language", "locale"], wholeWords: true)) return "en";
        return Has(name, ReplyWords) || place.Above.Any(above => Has(above, ReplyWords)) ? Replies.Reply(ListOf(place), place.Index) : Replies.Statement(place.Draw);
    }

    /// <summary>A mark from 0 to 1 for a place; null when the place is not one for a mark.</summary>
    public virtual double? Score(AnswerPlace place) =>
        IsScore(place.Name) ? TextScore.Of(Marked(place), place.Name, place.Draw) : null;

    /// <summary>The number of the item that a place is in, for a place that asks for it; null for others.</summary>
    public double? Position(AnswerPlace place)
    {
        if (!IsName(place.Name)) return null;
        return double.TryParse(place.Item?.Key, CultureInfo.InvariantCulture, out var number) ? number : place.Index;
    }

    /// <summary>Yes or no for a place: the same text gets the same word, unless it is a close thing.</summary>
    public virtual bool Flag(AnswerPlace place) => TextScore.Of(Marked(place), "flag", place.Draw) >= Willing;

    /// <summary>Which one of the choices fits a place.</summary>
    public virtual int Choice(IReadOnlyList<string> choices, AnswerPlace place)
    {
        if (place.Item is { } item && Find(choices, item.Key) is { } named) return named;
        var mark = TextScore.Of(Marked(place), place.Name, place.Draw);
        return Math.Min(choices.Count - 1, (int)(mark * choices.Count));
    }

    /// <summary>Number of the choice with a name, or null.</summary>
    protected static int? Find(IReadOnlyList<string> choices, string name)
    {
        for (var index = 0; index < choices.Count; index++)
        {
            if (string.Equals(choices[index], name, StringComparison.OrdinalIgnoreCase)) return index;
        }

        return null;
    }

    /// <summary>True for a property that holds a mark.</summary>
    protected static bool IsScore(string property) => Has(property, ScoreWords);

    /// <summary>True when a property's name has one of the words.</summary>
    protected static bool Has(string property, IReadOnlyList<string> words, bool wholeWords = false)
    {
        if (!wholeWords) return words.Any(word => property.Contains(word, StringComparison.OrdinalIgnoreCase));
        return words.Any(word => property.Equals(word, StringComparison.OrdinalIgnoreCase)
            || property.EndsWith("_" + word, StringComparison.OrdinalIgnoreCase)
            || property.EndsWith(char.ToUpperInvariant(word[0]) + word[1..], StringComparison.Ordinal));
    }

    private string Marked(AnswerPlace place) => place.Item?.Text ?? _about;

    // Texts of the items of one list share its chance, so that they can be made to differ.
    private static Draw ListOf(AnswerPlace place) => place.List.For("texts").For(place.Name);
}

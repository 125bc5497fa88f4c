using System.Globalization;
using System.Security.Cryptography;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Vision;

/// <summary>
/// What a model has to say about a picture that it was shown: marks measured on the picture itself, each call a little off, as a model is that
/// looks twice. For one answer.
/// </summary>
internal sealed class Judge : AnswerMaterial
{
    /// <summary>A check is passed from this mark on.</summary>
    public const double Passing = 0.65;

    private const double NoiseDeviation = 0.03;

    private static readonly AnswerPlace WholeAnswer = new("", default, 0);

    private static readonly string[] VerdictWords = ["pass", "ok", "good", "acceptable", "approved", "satisf", "meets"];
    private static readonly string[] FailedWords = ["fail", "issue", "problem", "defect", "weak", "violat"];
    private static readonly string[] OverallWords = ["overall", "total", "mean", "average"];

    private readonly IReadOnlyList<(PictureMarks Marks, Draw Error)> _pictures;

    private readonly string? _prompt;

    /// <summary>Looks at the pictures of a request.</summary>
    /// <param name="request">A request with at least one picture.</param>
    /// <param name="draw">Chance of this call.</param>
    public Judge(LanguageRequest request, Draw draw)
        : base(request)
    {
        var files = request.Messages.Last(message => message.Images.Count > 0).Images;
        _prompt = LabelledText.Prompt(request.Prompt);
        _pictures = [.. files.Select(file => (MarksOf(file), draw.For("judge").For(BitConverter.ToInt64(SHA256.HashData(file)))))];
    }

    /// <summary>A list that names things is one of checks; one that does not is one of failed checks, or of pictures.</summary>
    public override IReadOnlyList<ListedItem>? ItemsOf(AnswerPlace place, ItemForm form)
    {
        if (form.Choices is { } choices)
        {
            return IsOfFailed(place) ? [.. choices.Select(name => new ListedItem(name, name)).Where(IsFailed)] : null;
        }

        if (form.Names is { Count: > 0 } names) return [.. names.Select(name => new ListedItem(name, name))];
        if (form.Names is not null || IsOfFailed(place))
        {
            var checks = ChecksInRequest();
            return IsOfFailed(place) ? [.. checks.Where(IsFailed)] : checks;
        }

        return Has(place.Name, ["image", "picture", "candidate"])
            ? [.. _pictures.Select((_, index) => new ListedItem($"{index + 1}", $"picture {index + 1}"))]
            : null;
    }

    /// <inheritdoc/>
    public override string Text(AnswerPlace place)
    {
        if (place.Item is not null && IsName(place.Name)) return base.Text(place);
        if (Has(place.Name, ["prompt"])) return _prompt is null ? base.Text(place) : PromptImprover.With(_prompt, Aspect.All.Where(one => NoisyMark(place, one) < Passing));
        if (place.Item is { } listed && IsOfFailed(place)) return listed.Key;
        var (aspect, _) = AspectOf(place);
        if (aspect is not null) return SayOf(aspect, NoisyMark(place, aspect));
        if (PictureOf(place) == PictureMarks.OfNothing) return "The picture cannot be read.";
        string[] complaints =
        [
            .. Aspect.All.Select(one => (Aspect: one, Mark: NoisyMark(place, one))).Where(pair => pair.Mark < Passing).OrderBy(pair => pair.Mark)
                .Select(pair => SayOf(pair.Aspect, pair.Mark)),
        ];
        return complaints.Length == 0 ? "Nothing is wrong with the picture." : string.Join(' ', complaints);
    }

    /// <inheritdoc/>
    public override double? Score(AnswerPlace place)
    {
        var (aspect, isNamed) = AspectOf(place);
        if (!IsScore(place.Name) && !isNamed) return null;
        return MarkOf(place, aspect);
    }

    /// <inheritdoc/>
    public override bool Flag(AnswerPlace place)
    {
        var isPassed = MarkOf(place, AspectOf(place).Aspect) >= Passing;
        return Has(place.Name, FailedWords) ? !isPassed : isPassed;
    }

    /// <summary>A verdict in words, the name of the check, or the worst of the aspects that one may choose from.</summary>
    public override int Choice(IReadOnlyList<string> choices, AnswerPlace place)
    {
        if (place.Item is { } item && Find(choices, item.Key) is { } named) return named;
        for (var index = 0; index < choices.Count; index++)
        {
            var isVerdict = Has(choices[index], VerdictWords) || Has(choices[index], FailedWords);
            if (isVerdict && Has(choices[index], FailedWords) != (MarkOf(place, AspectOf(place).Aspect) >= Passing)) return index;
        }

        return choices.All(choice => Aspect.In(choice) is not null)
            ? Enumerable.Range(0, choices.Count).MinBy(index => NoisyMark(place, Aspect.In(choices[index])!))
            : Math.Min(choices.Count - 1, (int)(NoisyOverall(place) * choices.Count));
    }

    private IReadOnlyList<ListedItem> ChecksInRequest()
    {
        // Some of the lines of a list may be other instructions; a list of which most are not checks is none of checks.
        var checks = Listed.Where(item => Aspect.In(item.Key) is not null || Aspect.In(item.Text) is not null).ToList();
        if (checks.Count > 0 && checks.Count * 2 >= Listed.Count) return Listed;
        var mentioned = Aspect.All.Where(aspect => aspect.Words.Any(word => Request.Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
        return [.. (mentioned.Count > 1 ? mentioned : Aspect.All).Select(aspect => new ListedItem(aspect.Name, aspect.Name))];
    }

    // What a place is about: its own name, that of the list item it is in, or that of a property around it.
    private static (Aspect? Aspect, bool IsNamed) AspectOf(AnswerPlace place)
    {
        if (Has(place.Name, OverallWords)) return (null, false);
        if (Aspect.In(place.Name) is { } own) return (own, true);
        if (place.Item is { } item) return (Aspect.In(item.Key) ?? Aspect.In(item.Text), false);
        var around = place.Above.Reverse().Select(Aspect.In).FirstOrDefault(aspect => aspect is not null);
        return (around, false);
    }

    private double MarkOf(AnswerPlace place, Aspect? aspect) => aspect is null ? NoisyOverall(place) : NoisyMark(place, aspect);

    private double NoisyOverall(AnswerPlace place) => Aspect.All.Sum(aspect => aspect.Weight * NoisyMark(place, aspect));

    // The error is that of the call and the aspect, so that a mark, its verdict and its comment agree.
    private double NoisyMark(AnswerPlace place, Aspect aspect)
    {
        var (marks, error) = _pictures[PictureNumber(place)];
        return marks == PictureMarks.OfNothing ? 0 : Math.Clamp(marks.Of(aspect) + (error.For(aspect.Name).Normal * NoiseDeviation), 0, 1);
    }

    private PictureMarks PictureOf(AnswerPlace place) => _pictures[PictureNumber(place)].Marks;

    private int PictureNumber(AnswerPlace place) =>
        place.Item?.Text.StartsWith("picture ", StringComparison.Ordinal) == true ? Math.Min(place.Index, _pictures.Count - 1) : _pictures.Count - 1;

    private static bool IsOfFailed(AnswerPlace place) => Has(place.Name, FailedWords);

    private bool IsFailed(ListedItem check) => (Aspect.In(check.Key) ?? Aspect.In(check.Text)) is { } aspect && NoisyMark(WholeAnswer, aspect) < Passing;

    private PictureMarks MarksOf(byte[] file) =>
        PictureReader.TryRead(file) is { } picture ? PictureMarks.Of(PictureMeasures.Of(picture), _prompt) : PictureMarks.OfNothing;

    private static string SayOf(Aspect aspect, double mark)
    {
        var shown = mark.ToString("0.00", CultureInfo.InvariantCulture);
        return mark < Passing ? $"The picture {aspect.Complaint} ({aspect.Name} {shown})." : $"The {aspect.Name} is fine ({shown}).";
    }
}

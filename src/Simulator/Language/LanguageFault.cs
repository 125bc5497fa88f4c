using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>What a model does wrong on purpose.</summary>
internal enum LanguageFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It answers something that is not JSON.</summary>
    InvalidJson,

    /// <summary>It declines.</summary>
    Refusal,

    /// <summary>It stops early.</summary>
    Truncated,

    /// <summary>It answers in the right form what cannot be used.</summary>
    Unfit,

    /// <summary>A filter stopped the prompt: it was not asked.</summary>
    Blocked,
}

/// <summary>Spoils answers. The same answer and chance give the same spoilt one.</summary>
internal static class LanguageFaults
{
    private const string Declined = "I'm sorry, but I can't help with that.";

    // Of the ways in which models fail at JSON: an unfinished object, one with words before it, one in Python's quotes.
    private static readonly Func<string, string>[] Breaks =
    [
        text => text[..Math.Max(1, text.LastIndexOfAny(['}', ']', '.']))],
        text => "Here is the JSON you asked for:\n```json\n" + text,
        text => "{'answer': " + text + ",}",
    ];

    /// <summary>What a model makes of a fault of the script.</summary>
    public static LanguageFault Of(FaultKind kind) => kind switch
    {
        FaultKind.InvalidJson => LanguageFault.InvalidJson,
        FaultKind.ModelRefusal => LanguageFault.Refusal,
        FaultKind.TruncatedAnswer => LanguageFault.Truncated,
        FaultKind.UnfitAnswer => LanguageFault.Unfit,
        FaultKind.BlockedPrompt => LanguageFault.Blocked,
        _ => LanguageFault.None,
    };

    /// <summary>Spoils an answer.</summary>
    public static LanguageAnswer Apply(LanguageFault fault, LanguageAnswer answer, Draw draw)
    {
        switch (fault)
        {
            case LanguageFault.InvalidJson:
                return Rewritten(answer, Breaks[draw.For("break").Index(Breaks.Length)](answer.Text));
            case LanguageFault.Refusal:
                return Rewritten(answer, Declined) with { IsRefusal = true, IsTruncated = false };
            case LanguageFault.Truncated:
                var part = 0.2 + (0.6 * draw.For("part").Share);
                return Rewritten(answer, answer.Text[..Math.Max(1, (int)(answer.Text.Length * part))]) with { IsTruncated = true };
            case LanguageFault.Unfit:
                return Rewritten(answer, UnfitAnswer.Of(answer.Text, draw.For("unfit")));
            case LanguageFault.Blocked:
                return new LanguageAnswer("", false, answer.InputTokens, 0) { IsBlocked = true };
            default:
                return answer;
        }
    }

    private static LanguageAnswer Rewritten(LanguageAnswer answer, string text) => answer with { Text = text, OutputTokens = LanguageModel.Tokens(text.Length) };
}

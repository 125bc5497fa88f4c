using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>Makes a better prompt of the one in a request: what the request says has failed is asked for in words, once each.</summary>
internal static partial class PromptImprover
{
    private const double Passing = 0.65;
    private const int SubjectWordsMax = 10;

    private static readonly string[] Bad = ["fail", "weak", "problem", "wrong", "low score", "issue"];
    private static readonly string[] Good = ["passed", "passing", "good enough", "keep "];

    /// <summary>The prompt with phrases for the failed checks; a prompt about the request when it holds none.</summary>
    public static string Improve(string request)
    {
        if (LabelledText.Prompt(request) is not { } prompt) return string.Join(' ', TextWords.Of(request).Take(SubjectWordsMax));
        return With(prompt, Failed(request.Replace(prompt, "", StringComparison.Ordinal)));
    }

    /// <summary>A prompt with a phrase more for each of some aspects, as long as there is one that it does not have yet.</summary>
    public static string With(string prompt, IEnumerable<Aspect> aspects)
    {
        var improved = prompt.TrimEnd('.', ',', ' ');
        foreach (var aspect in aspects)
        {
            if (aspect.Phrases.FirstOrDefault(phrase => !phrase.IsIn(improved)) is not { } phrase) continue;
            improved += ", " + string.Format(CultureInfo.InvariantCulture, phrase.Text, SubjectOf(prompt));
        }

        return improved;
    }

    /// <summary>What a prompt is about: its first clause.</summary>
    public static string SubjectOf(string prompt)
    {
        var clause = prompt.Split([',', '.', ';', '\n'], 2, StringSplitOptions.TrimEntries)[0];
        return string.Join(' ', clause.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(SubjectWordsMax));
    }

    /// <summary>What a text says is not good enough; what it merely mentions when it says nothing of the kind.</summary>
    public static IReadOnlyList<Aspect> Failed(string text)
    {
        var said = new List<Aspect>();
        var mentioned = new List<Aspect>();
        bool? isBadPart = null;
        foreach (var piece in Pieces().Split(text))
        {
            if (Bad.Any(word => piece.Contains(word, StringComparison.OrdinalIgnoreCase))) isBadPart = true;
            else if (Good.Any(word => piece.TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase))) isBadPart = false;

            // One JSON object speaks of one check; a line of prose may list several.
            foreach (var part in piece.Contains("\":", StringComparison.Ordinal) ? [piece] : piece.Split(',', ';'))
            {
                if (Aspect.In(part) is not { } aspect) continue;
                var isBad = IsBad(part) ?? isBadPart;
                if (isBad == true && !said.Contains(aspect)) said.Add(aspect);
                if (isBad is null && !mentioned.Contains(aspect)) mentioned.Add(aspect);
            }
        }

        return said.Count > 0 ? said : mentioned;
    }

    private static bool? IsBad(string part)
    {
        if (Verdict().Match(part) is { Success: true } verdict) return verdict.Groups["word"].Value.Equals("false", StringComparison.OrdinalIgnoreCase);
        return Mark().Match(part) is { Success: true } mark ? double.Parse(mark.Value, CultureInfo.InvariantCulture) < Passing : null;
    }

    [GeneratedRegex(@"[\r\n}]+|\.\s")]
    private static partial Regex Pieces();

    [GeneratedRegex("pass(?:ed)?\"?\\s*[:=]\\s*(?<word>true|false)", RegexOptions.IgnoreCase)]
    private static partial Regex Verdict();

    [GeneratedRegex(@"(?<![\d.])(?:0?\.\d+|1\.0+)(?![\d.])")]
    private static partial Regex Mark();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Media;

/// <summary>Captions as a SubRip file (SRT).</summary>
public static partial class SubRip
{
    /// <summary>Writes cues: numbered from 1, times in whole milliseconds, UTF-8 without a mark, lines end in LF.</summary>
    public static string Write(IReadOnlyList<CaptionCue> cues)
    {
        var text = new StringBuilder();
        for (var i = 0; i < cues.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{Time(cues[i].StartSeconds)} --> {Time(cues[i].EndSeconds)}\n{cues[i].Text()}\n\n");
        }

        return text.ToString();
    }

    /// <summary>Reads the times and texts of a file as <see cref="Write"/> makes it. What is not understood is passed over.</summary>
    public static IReadOnlyList<SubRipEntry> Read(string text) =>
    [
        .. Entry().Matches(text.ReplaceLineEndings("\n"))
            .Select(match => new SubRipEntry(Seconds(match.Groups["from"].Value), Seconds(match.Groups["to"].Value), match.Groups["text"].Value.Trim())),
    ];

    private static string Time(double seconds)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00},{time.Milliseconds:000}");
    }

    private static double Seconds(string time)
    {
        var parts = time.Split(':', ',');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture) * 3600) + (int.Parse(parts[1], CultureInfo.InvariantCulture) * 60)
            + int.Parse(parts[2], CultureInfo.InvariantCulture) + (int.Parse(parts[3], CultureInfo.InvariantCulture) / 1000.0);
    }

    [GeneratedRegex(@"^(?<from>\d{2,4}:\d\d:\d\d,\d{3}) --> (?<to>\d{2,4}:\d\d:\d\d,\d{3})\n(?<text>.*(?:\n.+)*)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Entry();
}

/// <summary>An entry of a caption file.</summary>
/// <param name="StartSeconds">From when.</param>
/// <param name="EndSeconds">Until when.</param>
/// <param name="Text">What is read.</param>
public sealed record SubRipEntry(double StartSeconds, double EndSeconds, string Text);

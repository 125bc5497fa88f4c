using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Media;

/// <summary>Captions as a file that libass draws into the picture: each cue stands as a whole, and the word that is spoken has another colour.</summary>
internal static class AdvancedSubStation
{
    /// <summary>libass takes times in hundredths of a second.</summary>
    private const int TicksPerSecond = 100;

    /// <summary>Stops what a backslash would begin; it has no width and no picture.</summary>
    private const char WordJoiner = '\u2060';

    private const double OutlineShare = 0.085;
    private const double ShadowShare = 0.04;

    public static string Write(IReadOnlyList<CaptionCue> cues, int widthPx, int heightPx, CaptionStyle style, FontFile font)
    {
        var sizePx = style.FontSize * widthPx;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            [Script Info]
            ScriptType: v4.00+
            PlayResX: {widthPx}
            PlayResY: {heightPx}
            WrapStyle: 0
            ScaledBorderAndShadow: yes
            YCbCr Matrix: TV.709

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
            Style: Caption,{font.Family.Replace(',', ' ')},{sizePx * font.Metrics.LineHeight:0.##},{Color(style.Color)},{Color(style.Color)},&H00101010,&H80000000,-1,0,0,0,100,100,0,0,1,{OutlineShare * sizePx:0.##},{ShadowShare * sizePx:0.##},2,{style.SideMargin * widthPx:0},{style.SideMargin * widthPx:0},{style.BottomMargin * heightPx:0},1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """);
        foreach (var cue in cues) AddCue(text, cue, widthPx * (1 - (2 * style.SideMargin)) / sizePx, style, font);
        return text.ToString();
    }

    /// <summary>A line for each word, from when it begins until the next one does; they meet, so nothing flickers.</summary>
    private static void AddCue(StringBuilder text, CaptionCue cue, double widthMax, CaptionStyle style, FontFile font)
    {
        // A word that is wider than the picture is not broken by libass: the cue gets smaller until it fits.
        var shrink = Math.Min(1, widthMax / cue.Words.Max(word => font.Metrics.WidthOf(word.Text)));
        var scale = shrink < 1 ? string.Create(CultureInfo.InvariantCulture, $"{{\\fscx{shrink * 100:0.#}\\fscy{shrink * 100:0.#}}}") : "";
        for (var spoken = 0; spoken < cue.Words.Count; spoken++)
        {
            var from = spoken == 0 ? cue.StartSeconds : cue.Words[spoken].StartSeconds;
            var to = spoken == cue.Words.Count - 1 ? cue.EndSeconds : cue.Words[spoken + 1].StartSeconds;
            if (Ticks(to) <= Ticks(from)) continue;
            var words = cue.Words.Select((word, i) => i == spoken
                ? $"{{\\1c{Color(style.SpokenColor)}&}}{Escape(word.Text)}{{\\1c{Color(style.Color)}&}}"
                : Escape(word.Text));
            text.Append(CultureInfo.InvariantCulture, $"Dialogue: 0,{Time(from)},{Time(to)},Caption,,0,0,0,,{scale}{string.Join(' ', words)}\n");
        }
    }

    private static string Escape(string word) =>
        word.Replace("\\", "\\" + WordJoiner, StringComparison.Ordinal).Replace("{", "\\{", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal);

    /// <summary>From red, green, blue to the blue, green, red of the format.</summary>
    private static string Color(string color) => $"&H00{color[4..6]}{color[2..4]}{color[..2]}".ToUpperInvariant();

    private static long Ticks(double seconds) => (long)Math.Round(seconds * TicksPerSecond);

    private static string Time(double seconds)
    {
        var ticks = Ticks(seconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ticks / (3600 * TicksPerSecond)}:{ticks / (60 * TicksPerSecond) % 60:00}:{ticks / TicksPerSecond % 60:00}.{ticks % TicksPerSecond:00}");
    }
}

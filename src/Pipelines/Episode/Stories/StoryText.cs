namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>A raw story as people write it down: plain text or Markdown. Pure.</summary>
/// <param name="Title">Title, at most <see cref="StoryLimits.TitleCharactersMax"/> characters; empty when there is nothing at all.</param>
/// <param name="Text">What is told; empty when there is only a title.</param>
public sealed record StoryText(string Title, string Text)
{
    /// <summary>
    /// Reads it. Lines that begin with <c>&gt;</c> are notes and no part of the story. The title is the first heading (<c># Title</c>), or else a
    /// first line that stands alone; both are no part of what is told. A story without either is told whole and named after its first line.
    /// </summary>
    public static StoryText Read(string whole)
    {
        var lines = whole.ReplaceLineEndings("\n").Split('\n').Where(line => !line.TrimStart().StartsWith('>')).ToList();
        var heading = lines.FindIndex(line => line.StartsWith("# ", StringComparison.Ordinal));
        if (heading < 0) heading = AloneAtTheTop(lines);
        if (heading < 0) return new StoryText(TitleOf(string.Join('\n', lines)), string.Join('\n', lines).Trim());

        var title = TitleOf(lines[heading]);
        lines.RemoveAt(heading);
        return new StoryText(title, string.Join('\n', lines).Trim());
    }

    /// <summary>The first line that says something, without the marks of Markdown, cut to what a title may be; empty when there is none.</summary>
    public static string TitleOf(string text)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        var title = (end < 0 ? line : line[..end]).Trim("# *_\t").ToString();
        return title.Length <= StoryLimits.TitleCharactersMax ? title : title[..(StoryLimits.TitleCharactersMax - 1)] + "…";
    }

    // A sentence of the story at the top is no title: something must set it apart, and something must follow.
    private static int AloneAtTheTop(List<string> lines)
    {
        var first = lines.FindIndex(line => line.Trim().Length > 0);
        var isAlone = first >= 0 && lines[first].Trim().Length <= StoryLimits.TitleCharactersMax
            && first + 1 < lines.Count && lines[first + 1].Trim().Length == 0 && lines.Skip(first + 1).Any(line => line.Trim().Length > 0);
        return isAlone ? first : -1;
    }
}

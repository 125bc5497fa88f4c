using System.Text;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>
/// Stories in files: <c>.md</c> or <c>.txt</c> in UTF-8. The title is the first heading, or the first line where there is none; lines that
/// begin with <c>&gt;</c> are notes and no part of the story.
/// </summary>
public static class StoryFiles
{
    private static readonly string[] Kinds = [".md", ".txt"];

    /// <summary>Reads a file, or the files of a folder in the order of their names; folders in it are left alone.</summary>
    /// <exception cref="InputException">There is no such file, or one of them is no story: all problems are told.</exception>
    public static IReadOnlyList<FoundStory> Read(string path)
    {
        var problems = new List<InputProblem>();
        var stories = new List<FoundStory>();
        foreach (var file in FilesAt(path, problems))
        {
            if (ReadFile(file, problems) is { } story) stories.Add(story);
        }

        return problems.Count == 0 ? stories : throw new InputException(problems, isCut: false);
    }

    private static IReadOnlyList<string> FilesAt(string path, List<InputProblem> problems)
    {
        if (!Directory.Exists(path))
        {
            if (!Kinds.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)) problems.Add(Problem(path, "is no story file", "a .md or .txt file, or a folder of them"));
            return [path];
        }

        var files = new DirectoryInfo(path).EnumerateFiles()
            .Where(file => Kinds.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .Select(file => file.FullName).Order(StringComparer.Ordinal).Take(StoryLimits.FilesMax + 1).ToList();
        if (files.Count > StoryLimits.FilesMax) problems.Add(Problem(path, $"holds more than {StoryLimits.FilesMax} stories", $"at most {StoryLimits.FilesMax}"));
        if (files.Count == 0) problems.Add(Problem(path, "holds no story", "at least one .md or .txt file"));
        return files;
    }

    private static FoundStory? ReadFile(string file, List<InputProblem> problems)
    {
        string text;
        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > StoryLimits.FileBytesMax)
            {
                problems.Add(Problem(file, $"has {info.Length} bytes", $"at most {StoryLimits.FileBytesMax}"));
                return null;
            }

            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            problems.Add(Problem(file, "is not UTF-8", "text in UTF-8"));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(Problem(file, $"cannot be read: {exception.Message}", "a file that can be read"));
            return null;
        }

        var (title, body) = Parse(text);
        if (title.Length == 0 || body.Length == 0)
        {
            problems.Add(Problem(file, "is no story: it has no title or no text", "a line '# Title', and the story below it"));
            return null;
        }

        // By its name, not its path: the same folder elsewhere holds the same stories.
        return new FoundStory(StoryPlace.Files, new Story(Path.GetFileNameWithoutExtension(file), title, body, null));
    }

    private static InputProblem Problem(string file, string message, string allowed) => new(file, null, null, null, null, allowed, message);

    /// <summary>Title and text of a story as it stands in a file.</summary>
    public static (string Title, string Text) Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Where(line => !line.TrimStart().StartsWith('>')).ToList();
        var heading = lines.FindIndex(line => line.StartsWith("# ", StringComparison.Ordinal));
        if (heading < 0) heading = lines.FindIndex(line => line.Trim().Length > 0);
        if (heading < 0) return ("", "");
        var title = lines[heading].TrimStart('#').Trim();
        lines.RemoveAt(heading);
        return (title.Length <= StoryLimits.TitleCharactersMax ? title : title[..StoryLimits.TitleCharactersMax], string.Join('\n', lines).Trim());
    }
}

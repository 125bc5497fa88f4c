using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>Stories in files, one a file: <c>.md</c> or <c>.txt</c> in UTF-8, as <see cref="StoryText"/> reads them.</summary>
public static class StoryFiles
{
    private static readonly string[] Kinds = [".md", ".txt"];

    /// <summary>Whether a file of this name is one story.</summary>
    public static bool IsStory(string path) => Kinds.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a file, or the files of a folder in the order of their names; folders in it and other files are left alone.</summary>
    /// <returns>The stories, and what is wrong with files that are none.</returns>
    public static async Task<(IReadOnlyList<FoundStory> Stories, IReadOnlyList<InputProblem> Problems)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        var stories = new List<FoundStory>();
        foreach (var file in FilesAt(path, problems))
        {
            try
            {
                var story = await ReadFileAsync(file, new InputProblems(file), cancellationToken);

                // By its name, not its path: the same folder elsewhere holds the same stories.
                stories.Add(new FoundStory(StoryPlace.Files, new Story(Path.GetFileNameWithoutExtension(file), story.Title, story.Text, null)));
            }
            catch (InputException exception)
            {
                problems.AddRange(exception.Problems);
            }
        }

        return (stories, problems);
    }

    /// <summary>Reads one file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="InputException">It cannot be read, is no UTF-8, is too long, or has no text.</exception>
    internal static async Task<StoryText> ReadFileAsync(string path, InputProblems problems, CancellationToken cancellationToken)
    {
        await using var bytes = new CheckedUtf8Stream(InputFiles.Open(path, problems), problems, StoryLimits.FileBytesMax);
        using var reader = new StreamReader(bytes);
        var whole = await reader.ReadToEndAsync(cancellationToken);
        if (whole.AsSpan().Trim().IsEmpty) throw problems.Fatal(null, null, "the file is empty", null, "a story");

        var story = StoryText.Read(whole);
        if (story.Text.Length == 0) throw problems.Fatal(null, null, "the file has a title and no story", null, "a line '# Title', and the story below it");
        return story.Text.Length <= WordLimits.StoryCharactersMax
            ? story
            : throw problems.Fatal(null, null, "the story is too long", $"{story.Text.Length:N0} characters", $"at most {WordLimits.StoryCharactersMax:N0}");
    }

    private static IReadOnlyList<string> FilesAt(string path, List<InputProblem> problems)
    {
        if (!Directory.Exists(path))
        {
            if (IsStory(path)) return [path];
            problems.Add(Problem(path, "this is no story file", "a .md or .txt file, or a folder of them"));
            return [];
        }

        try
        {
            var files = new DirectoryInfo(path).EnumerateFiles().Where(file => IsStory(file.Name)).Select(file => file.FullName).Take(StoryLimits.FilesMax + 1).Order(StringComparer.Ordinal).ToList();
            if (files.Count > StoryLimits.FilesMax) problems.Add(Problem(path, $"the folder holds more than {StoryLimits.FilesMax} stories", $"at most {StoryLimits.FilesMax}"));
            if (files.Count == 0) problems.Add(Problem(path, "the folder holds no story", "at least one .md or .txt file"));
            return files.Count > StoryLimits.FilesMax ? [] : files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(Problem(path, $"the folder cannot be read: {exception.Message}", "a folder that can be read"));
            return [];
        }
    }

    private static InputProblem Problem(string file, string message, string allowed) => new(file, null, null, null, null, allowed, message);
}

using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>Where the stories of a run come from.</summary>
internal static class StorySource
{
    /// <summary>Reads the field; null when it is missing or wrong, and that is a problem then.</summary>
    public static EntrySource? Read(FieldReader fields, SpecDocument document)
    {
        if (fields.Find(EpisodeFields.Stories) is { Kind: DocumentKind.Text } path && document.Folder is { } folder && StoryFiles.IsStory(path.Value))
        {
            // A NUL cannot be part of a path and makes the path functions throw.
            var full = System.IO.Path.GetFullPath(path.Value.Replace('\0', '?'), folder);
            if (File.Exists(full)) return new EntrySource(path.Value, full, []);
            document.Problems.Add(path.Line, path.Column, EpisodeFields.Stories.Name, "the file does not exist", $"'{path.Value}', looked for at {full}", null);
            return null;
        }

        return EntrySource.Read(fields, EpisodeFields.Stories, document, "stories");
    }
}

using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>Every field of a story in a file.</summary>
internal static class StoryFields
{
    public static readonly PlainTextField Text = new("text", "The story.", WordLimits.StoryCharactersMax);

    public static readonly TextField Id = new("id", "The episode's id, unique ignoring case; names its files. Default: from the file's name, or by position.", InputNames.Form(), InputNames.Allowed);

    public static readonly PlainTextField Title = new("title", "Title of the story. Default: its first line.", StoryLimits.TitleCharactersMax);

    public static readonly StructuredField Script = new(
        "script",
        "A finished script, as scripts/ID.json of a run has it: nothing is written anew then.",
        "a map with the fields of a script",
        ScriptFields.Schema);

    public static readonly IReadOnlyList<InputField> All = [Id, Title, Text, Script];

    public static readonly CsvColumns Columns = new([Id, Title, Text], OneOf: [Text], Lists: []);
}

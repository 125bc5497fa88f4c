using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>The block of a specification that says what a project wants nothing to do with.</summary>
internal static class BlocklistFields
{
    public static readonly PlainTextsField Words = new("words", "Words and phrases that neither a story nor the episode may hold.", StoryLimits.BlockedCharactersMax, StoryLimits.BlockedMax);

    public static readonly PlainTextsField Sites = new("sites", "Sites whose stories are left out, with all below them.", StoryLimits.BlockedCharactersMax, StoryLimits.BlockedMax);

    public static readonly PlainTextsField Authors = new("authors", "Authors whose stories are left out, by their names at the source.", StoryLimits.BlockedCharactersMax, StoryLimits.BlockedMax);

    public static readonly IReadOnlyList<InputField> All = [Words, Sites, Authors];

    /// <summary>Reads the block; one that blocks nothing where it is missing.</summary>
    public static Blocklist Read(FieldReader fields, InputProblems problems)
    {
        if (fields.Find(EpisodeFields.Blocklist) is not { } node) return Blocklist.None;
        if (node.Kind != DocumentKind.Map)
        {
            problems.Add(node.Line, node.Column, EpisodeFields.Blocklist.Name, "the value is not allowed", node.Description, EpisodeFields.Blocklist.Allowed);
            return Blocklist.None;
        }

        var block = new FieldReader(node, All, problems, EpisodeFields.Blocklist.Name + ".");
        return new Blocklist(block.Read(Words, []), block.Read(Sites, []), block.Read(Authors, []));
    }
}

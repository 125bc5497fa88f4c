using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Publishing.Input;

/// <summary>The block of a specification that says what is made ready to be posted.</summary>
internal static class PostFields
{
    public static readonly FlagField Enabled = new("enabled", "Whether posts are made ready for a person to approve. Default: false.");

    public static readonly ChoiceField<PostChoice> Which = new(
        "which", "The most telling clip of the run (best), or every clip in which a defect was found (every). Default: best.", ("best", PostChoice.Best), ("every", PostChoice.Every));

    public static readonly IReadOnlyList<InputField> OfX = [Enabled, Which, VideoUploadFields.Slots, VideoUploadFields.TimeZone, VideoUploadFields.AllowDegraded];

    public static readonly StructuredField X = new(
        "x", "Posts on X, labelled as made with AI. Default: none.", "a map of enabled, which, slots, timeZone and allowDegraded", () => InputSchema.Object(OfX));

    /// <summary>The field that holds the block.</summary>
    public static readonly StructuredField Post = new(
        "post", "What is made ready to be posted; a person approves each text with 'pipeline publish'. Default: nothing.", "a map with x", () => InputSchema.Object([X]));

    /// <summary>Reads the block; null when nothing is to be posted.</summary>
    public static PostTerms? Read(FieldReader fields, InputProblems problems)
    {
        if (MapOf(fields, Post, "", problems) is not { } post) return null;
        if (MapOf(new FieldReader(post, [X], problems, "post."), X, "post.", problems) is not { } node) return null;

        var x = new FieldReader(node, OfX, problems, "post.x.");
        var terms = new PostTerms
        {
            Which = x.Read(Which, PostChoice.Best),
            Slots = x.Read(VideoUploadFields.Slots, []),
            TimeZone = x.Read(VideoUploadFields.TimeZone, "UTC"),
            AllowDegraded = x.Read(VideoUploadFields.AllowDegraded, []),
        };
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(terms.TimeZone, out _))
        {
            var place = x.Find(VideoUploadFields.TimeZone);
            problems.Add(place?.Line, place?.Column, "post.x.timeZone", "there is no such time zone on this machine", place?.Description, "an IANA name such as Europe/Berlin");
        }

        return x.Read(Enabled, false) ? terms : null;
    }

    private static DocumentNode? MapOf(FieldReader fields, InputField field, string prefix, InputProblems problems)
    {
        if (fields.Find(field) is not { } node) return null;
        if (node.Kind == DocumentKind.Map) return node;
        problems.Add(node.Line, node.Column, prefix + field.Name, "the value is not allowed", node.Description, field.Allowed);
        return null;
    }
}

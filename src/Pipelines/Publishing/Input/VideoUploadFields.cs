using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Publishing.Input;

/// <summary>The block of a specification that says how videos are published.</summary>
internal static partial class VideoUploadFields
{
    public static readonly ChoiceField<VideoVisibility> Visibility = new(
        "visibility", "Who sees the video in the end. Default: private.", ("private", VideoVisibility.Private), ("unlisted", VideoVisibility.Unlisted), ("public", VideoVisibility.Public));

    public static readonly TextListField Slots = new(
        "slots",
        "Times of day at which one video each becomes public. Default: none.",
        time => SlotForm().IsMatch(time),
        "a list of times such as \"18:30\"",
        new JsonObject { ["type"] = "string", ["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$" });

    public static readonly PlainTextField TimeZone = new("timeZone", "Time zone of the slots. Default: UTC.", 64);

    public static readonly CountField Category = new("category", "YouTube's number of a category. Default: 22, people and blogs.", 99);

    public static readonly FlagField MadeForKids = new("madeForKids", "Whether it is directed at children. Default: false.");

    public static readonly TextListField AllowDegraded = new(
        "allowDegraded",
        "Kinds of degradation that are published all the same, for example head_ken_burns. Default: none.",
        kind => KindForm().IsMatch(kind),
        "a list of kinds such as head_ken_burns",
        new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z][a-z_]{0,63}$" });

    public static readonly IReadOnlyList<InputField> All = [Visibility, Slots, TimeZone, Category, MadeForKids, AllowDegraded];

    /// <summary>The field that holds the block.</summary>
    public static readonly StructuredField Publish = new(
        "publish", "How the video is published. Default: private, at once.", "a map of visibility, slots, timeZone, category, madeForKids and allowDegraded", () => InputSchema.Object(All));

    /// <summary>Reads the block; the defaults where it is missing.</summary>
    public static VideoUploadTerms Read(FieldReader fields, InputProblems problems)
    {
        if (fields.Find(Publish) is not { } node) return new VideoUploadTerms();
        if (node.Kind != DocumentKind.Map)
        {
            problems.Add(node.Line, node.Column, Publish.Name, "the value is not allowed", node.Description, Publish.Allowed);
            return new VideoUploadTerms();
        }

        var block = new FieldReader(node, All, problems, Publish.Name + ".");
        var zone = block.Read(TimeZone, "UTC");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            var place = block.Find(TimeZone);
            problems.Add(place?.Line, place?.Column, $"{Publish.Name}.{TimeZone.Name}", "there is no such time zone on this machine", place?.Description, "an IANA name such as Europe/Berlin");
        }

        return new VideoUploadTerms
        {
            Visibility = block.Read(Visibility, VideoVisibility.Private),
            Slots = block.Read(Slots, []),
            TimeZone = zone,
            CategoryId = (block.ReadOrNull(Category) ?? 22).ToString(System.Globalization.CultureInfo.InvariantCulture),
            MadeForKids = block.Read(MadeForKids, false),
            AllowDegraded = block.Read(AllowDegraded, []),
        };
    }

    [GeneratedRegex(@"\A([01][0-9]|2[0-3]):[0-5][0-9]\z")]
    private static partial Regex SlotForm();

    [GeneratedRegex(@"\A[a-z][a-z_]{0,63}\z")]
    private static partial Regex KindForm();
}

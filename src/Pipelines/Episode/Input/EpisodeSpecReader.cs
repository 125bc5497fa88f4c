using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Publishing.Input;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>Reads the specification of episodes.</summary>
internal static class EpisodeSpecReader
{
    /// <exception cref="InputException">Something is wrong; everything wrong is listed.</exception>
    public static async Task<EpisodeSpec> ReadAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var document = await SpecDocument.ReadAsync(request.Spec, "the fields pipeline, and stories or sources", cancellationToken);
        var fields = new FieldReader(document.Root, EpisodeFields.All, document.Problems, overrides: request.Overrides);
        var (stories, sources) = await ReadStoriesAsync(fields, document, cancellationToken);
        if (!fields.Has(EpisodeFields.Pipeline)) fields.RefuseMissing(EpisodeFields.Pipeline);
        fields.Read(EpisodeFields.Pipeline, "");
        var spec = Read(fields, new EpisodeSpec { Stories = stories, Sources = sources, Blocklist = BlocklistFields.Read(fields, document.Problems), Publish = VideoUploadFields.Read(fields, document.Problems) });
        CheckSize(spec, fields, document.Problems);
        document.Problems.ThrowIfAny();
        return spec;
    }

    private static async Task<(EntrySource? Stories, IReadOnlyList<StoryPlace>? Sources)> ReadStoriesAsync(FieldReader fields, SpecDocument document, CancellationToken cancellationToken)
    {
        if (!fields.Has(EpisodeFields.Sources)) return (StorySource.Read(fields, document), null);
        if (fields.Find(EpisodeFields.Stories) is { } both)
        {
            document.Problems.Add(both.Line, both.Column, EpisodeFields.Stories.Name, "stories are given and looked for", null, "stories or sources, one of the two");
        }

        return (null, await StoryPlaces.ReadAsync(fields, document, cancellationToken));
    }

    private static void CheckSize(EpisodeSpec spec, FieldReader fields, InputProblems problems)
    {
        var (width, height) = EpisodeFields.SizeOf(spec.Size);
        if (IsAllowed(width) && IsAllowed(height)) return;
        var node = fields.Find(EpisodeFields.Size);
        problems.Add(node?.Line, node?.Column, EpisodeFields.Size.Name, "the value is not allowed", node?.Description, EpisodeFields.Size.Allowed);

        static bool IsAllowed(int side) => side % 2 == 0 && side is >= EpisodeLimits.SideMinPx and <= EpisodeLimits.SideMaxPx;
    }

    private static EpisodeSpec Read(FieldReader fields, EpisodeSpec spec) => spec with
    {
        BatchCount = fields.ReadOrNull(EpisodeFields.BatchCount),
        Project = fields.Read(EpisodeFields.Project, spec.Project),
        Writers = fields.Read(EpisodeFields.Writers, spec.Writers),
        Images = fields.Read(EpisodeFields.Images, spec.Images),
        Voices = fields.Read(EpisodeFields.Voices, spec.Voices),
        Heads = fields.Read(EpisodeFields.Heads, spec.Heads),
        LipSync = fields.Read(EpisodeFields.LipSync, spec.LipSync),
        Pattern = fields.ReadOrNull(EpisodeFields.Pattern),
        Duration = fields.Read(EpisodeFields.Duration, spec.Duration),
        Topic = fields.Read(EpisodeFields.Topic, null!),
        Style = fields.Read(EpisodeFields.Style, null!),
        Grade = fields.Read(EpisodeFields.Grade, spec.Grade),
        Size = fields.Read(EpisodeFields.Size, spec.Size),
        ValidationThreshold = fields.Read(EpisodeFields.ValidationThreshold, spec.ValidationThreshold),
        TriesMax = fields.Read(EpisodeFields.TriesMax, spec.TriesMax),
        Music = fields.Read(EpisodeFields.Music, spec.Music),
        Thumbnail = fields.Read(EpisodeFields.Thumbnail, spec.Thumbnail),
        ThumbnailText = fields.Read(EpisodeFields.ThumbnailText, spec.ThumbnailText),
        Preview = fields.Read(EpisodeFields.Preview, spec.Preview),
        Upload = fields.ReadOrNull(EpisodeFields.Upload),
        StopAt = fields.ReadOrNull(EpisodeFields.StopAt),
        BatchSize = fields.Read(EpisodeFields.BatchSize, spec.BatchSize),
        CallsInFlight = fields.Read(EpisodeFields.CallsInFlight, spec.CallsInFlight),
        RequestsPerMinute = fields.ReadOrNull(EpisodeFields.RequestsPerMinute),
        Seed = fields.Read(EpisodeFields.Seed, spec.Seed),
        BudgetUsd = fields.ReadOrNull(EpisodeFields.BudgetUsd),
    };
}

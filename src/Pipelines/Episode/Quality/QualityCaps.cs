namespace FunctionsPipeline.Pipelines.Episode.Quality;

/// <summary>
/// How good an episode can be at most when something stands in for something better. A kind is known by what its name begins with, so that
/// a fallback of a step counts however it is worded; what nobody thought of is not harmless.
/// </summary>
public static class QualityCaps
{
    /// <summary>Cap of a kind that is not in the list.</summary>
    public const double Otherwise = 85;

    /// <summary>Caps by the beginning of the kind, the strictest first.</summary>
    public static IReadOnlyList<(string Kind, double Cap, string Why)> All { get; } =
    [
        ("missing_asset", 60, "a placeholder is seen in place of a picture or heard in place of a voice"),
        ("placeholder", 60, "a placeholder is seen in place of a picture or heard in place of a voice"),
        ("portrait", 70, "a face is not the one that was planned"),
        ("broll", 70, "pictures come from the shelf and not from the story"),
        ("image", 70, "pictures come from the shelf, or from another model"),
        ("not_published", 100, "the video is as it is, wherever it lies"),
        ("published_in_part", 100, "the video is as it is, wherever it lies"),
        ("head", 80, "a still face is moved while it speaks"),
        ("lip_sync", 80, "a still face is moved while it speaks"),
        ("talking_head", 80, "a still face is moved while it speaks"),
        ("voice", 88, "a voice is not the one that the character has elsewhere"),
        ("speech", 88, "a voice is not the one that the character has elsewhere"),
        ("captions", 90, "captions are timed by length and not by the voice"),
        ("thumbnail", 95, "the thumbnail is a frame of the video"),
        ("own_file", 95, "a file of one's own could not be used"),
        ("rewrite", 95, "another model wrote the words"),
        ("cast", 95, "another model wrote the words"),
        ("plan", 95, "another model wrote the words"),
        ("repair", 95, "another model wrote the words"),
    ];

    /// <summary>The cap of a kind.</summary>
    public static double Of(string kind)
    {
        var name = kind.Replace('-', '_');
        foreach (var (begins, cap, _) in All)
        {
            if (name.StartsWith(begins, StringComparison.OrdinalIgnoreCase)) return cap;
        }

        return Otherwise;
    }
}

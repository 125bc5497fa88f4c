using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>A story told anew: what the step <c>rewrite</c> gives.</summary>
/// <param name="Title">Title.</param>
/// <param name="Logline">What it is about, in a sentence.</param>
/// <param name="Beats">One of each kind, in order.</param>
public sealed record Retelling(string Title, string Logline, IReadOnlyList<Beat> Beats)
{
    /// <summary>Words that the narrator says.</summary>
    public int NarrationWords => Beats.Sum(beat => SpeechLength.Words(beat.Narration));
}

/// <summary>Who appears: what the step <c>cast</c> gives.</summary>
/// <param name="Characters">1 to 4.</param>
public sealed record Cast(IReadOnlyList<Character> Characters);

/// <summary>What is said and shown: what the step <c>plan</c> gives.</summary>
/// <param name="Pattern">How it is cut.</param>
/// <param name="Description">What it is about, for people who look for it.</param>
/// <param name="Tags">Words that people search for.</param>
/// <param name="ThumbnailText">Two to five words.</param>
/// <param name="Lines">2 to 4.</param>
/// <param name="Broll">4 to 6.</param>
public sealed record EpisodePlan(
    EditPattern Pattern, string Description, IReadOnlyList<string> Tags, string ThumbnailText, IReadOnlyList<SpokenLine> Lines, IReadOnlyList<BrollScene> Broll);

/// <summary>Puts the answers of the steps together.</summary>
public static class EpisodeScripts
{
    /// <summary>The script: lines and scenes in the order of their beats, those of one beat as the plan has them.</summary>
    public static EpisodeScript Assemble(Retelling retelling, Cast cast, EpisodePlan plan) => new(
        retelling.Title,
        plan.Description,
        plan.Tags,
        plan.ThumbnailText,
        plan.Pattern,
        cast.Characters,
        retelling.Beats,
        [.. plan.Lines.OrderBy(line => line.Beat)],
        [.. plan.Broll.OrderBy(scene => scene.Beat)]);

    /// <summary>How long a script is when it is spoken, s.</summary>
    public static double SpokenSeconds(EpisodeScript script) =>
        SpeechLength.Seconds(script.Beats.Sum(beat => SpeechLength.Words(beat.Narration)) + script.Lines.Sum(line => SpeechLength.Words(line.Text)));
}

using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>Which pictures an episode has for each of its moments.</summary>
internal sealed class EpisodePictures
{
    private readonly EpisodeScript _script;
    private readonly EpisodeMedia _media;

    public EpisodePictures(EpisodeScript script, EpisodeMedia media)
    {
        if (media.Broll.Count + media.Lines.Count == 0) throw new ArgumentException("There is no picture to show.", nameof(media));
        (_script, _media) = (script, media);
    }

    /// <summary>The moving pictures of a beat, in order.</summary>
    public IReadOnlyList<Picture> BrollOf(int beat) =>
        [.. Enumerable.Range(0, _script.Broll.Count).Where(scene => _script.Broll[scene].Beat == _script.Beats[beat].Kind).Select(BrollAt)];

    /// <summary>The moving picture of the beat that is nearest to one, the earlier of two; none where there are none at all.</summary>
    public IReadOnlyList<Picture> BrollNear(int beat) =>
    [
        .. Enumerable.Range(0, _script.Broll.Count)
            .OrderBy(scene => Math.Abs((int)_script.Broll[scene].Beat - (int)_script.Beats[beat].Kind)).ThenBy(scene => scene).Take(1).Select(BrollAt),
    ];

    /// <summary>The face that belongs to a beat: of who speaks in it, else of who spoke last, else of who will speak first; a scene where nobody ever does.</summary>
    public Picture FaceOf(int beat)
    {
        if (_media.Lines.Count == 0) return BrollAt(Math.Min(beat, _media.Broll.Count - 1));
        var kind = _script.Beats[beat].Kind;
        var lines = Enumerable.Range(0, _script.Lines.Count).ToArray();
        var line = lines.Where(index => _script.Lines[index].Beat == kind).Cast<int?>().FirstOrDefault()
            ?? lines.Where(index => _script.Lines[index].Beat < kind).Cast<int?>().LastOrDefault()
            ?? 0;
        return new Picture(_media.Lines[line].PortraitPath, ShotRole.Portrait, _script.Beats[beat].Emotion);
    }

    /// <summary>What is seen while somebody says a line.</summary>
    public LineMedia Line(int line) => _media.Lines[line];

    private Picture BrollAt(int scene) => new(_media.Broll[scene], ShotRole.Broll, _script.Broll[scene].Emotion);
}

/// <summary>A picture that can be shown.</summary>
internal sealed record Picture(string Path, ShotRole Role, string Emotion);

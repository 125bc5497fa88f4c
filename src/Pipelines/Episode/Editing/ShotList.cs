using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>Collects shots by the frame at which each takes over, and makes room for transitions between them. Not for several threads.</summary>
internal sealed class ShotList(EditSettings settings, int endFrame)
{
    /// <summary>A transition takes at most this share of either shot.</summary>
    private const double TransitionShareMax = 0.35;

    private const int TransitionFramesMin = 2;
    private readonly List<Entry> _entries = [];

    /// <summary>Chooses between what is equally good.</summary>
    public int Seed => settings.Seed;

    /// <summary>Shots so far.</summary>
    public int Count => _entries.Count;

    /// <summary>The file of the last shot so far; null before the first.</summary>
    public string? LastPath => _entries.Count == 0 ? null : _entries[^1].Path;

    /// <summary>Frames a second.</summary>
    public int FramesPerSecond => settings.FramesPerSecond;

    /// <summary>Adds a picture that the camera goes over.</summary>
    /// <param name="atFrame">When it takes over from the shot before; at once for the first.</param>
    /// <param name="picture">What.</param>
    /// <param name="move">The camera, by the length of the shot in seconds.</param>
    /// <param name="transition">How it comes in, with its length in seconds; null for a cut.</param>
    public void Add(int atFrame, Picture picture, Func<double, CameraMove> move, TransitionPlan? transition) =>
        _entries.Add(new Entry(atFrame, picture.Path, shot => new StillSource(picture.Path, move((double)shot.Frames / FramesPerSecond)), picture.Role, transition));

    /// <summary>Adds a clip of a face that speaks.</summary>
    /// <param name="atFrame">When it takes over from the shot before.</param>
    /// <param name="path">The clip.</param>
    /// <param name="soundFrame">The frame at which its sound begins; until then it stands, after it it runs with it.</param>
    /// <param name="window">The part of it that is seen.</param>
    /// <param name="transition">How it comes in; null for a cut.</param>
    public void AddTalkingHead(int atFrame, string path, int soundFrame, CameraWindow window, TransitionPlan? transition) =>
        _entries.Add(new Entry(
            atFrame,
            path,
            shot => new ClipSource(path, Math.Max(0, shot.StartFrame - soundFrame) / (double)FramesPerSecond, Math.Max(0, soundFrame - shot.StartFrame)) { Window = window, Grade = settings.Grade },
            ShotRole.TalkingHead,
            transition));

    /// <summary>The shots, gapless from 0 to the end.</summary>
    public IReadOnlyList<Shot> Finish()
    {
        var shots = new List<Shot>();
        for (var i = 0; i < _entries.Count; i++)
        {
            var into = TransitionFrames(i);
            var start = _entries[i].AtFrame - (into / 2);
            var next = i + 1 < _entries.Count ? _entries[i + 1].AtFrame - (TransitionFrames(i + 1) / 2) + TransitionFrames(i + 1) : endFrame;
            var shot = new Shot(start, next - start, new StillSource("", CameraMove.Still), into == 0 ? null : new Transition(_entries[i].Transition!.Kind, into)) { Role = _entries[i].Role };
            shots.Add(shot with { Source = _entries[i].Source(shot) });
        }

        return shots;
    }

    private int TransitionFrames(int index)
    {
        if (index == 0 || !settings.HasTransitions || _entries[index].Transition is not { } transition) return 0;
        var before = _entries[index].AtFrame - _entries[index - 1].AtFrame;
        var after = (index + 1 < _entries.Count ? _entries[index + 1].AtFrame : endFrame) - _entries[index].AtFrame;
        var frames = Math.Min((int)Math.Round(transition.Seconds * FramesPerSecond), (int)(TransitionShareMax * Math.Min(before, after)));
        return frames < TransitionFramesMin ? 0 : frames;
    }

    private sealed record Entry(int AtFrame, string Path, Func<Shot, ShotSource> Source, ShotRole Role, TransitionPlan? Transition);
}

/// <summary>How a shot should come in.</summary>
internal sealed record TransitionPlan(TransitionKind Kind, double Seconds);

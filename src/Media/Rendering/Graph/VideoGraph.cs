using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Turns what is seen of a timeline, or of a segment of it, into inputs and a filter graph. Pure; the same timeline gives the same graph.</summary>
/// <remarks>
/// Every shot becomes a stream of exactly its number of frames. Shots that are cut together are joined; at a transition the joined part
/// before and the part behind it are mixed. A picture that several shots show is read and scaled once.
/// </remarks>
internal sealed class VideoGraph
{
    /// <summary>The label of the finished picture.</summary>
    public const string Output = "[video]";

    private readonly Timeline _timeline;
    private readonly IReadOnlyList<ShotPart> _parts;
    private readonly double _oversampling;
    private readonly List<string> _inputs = [];
    private readonly List<string> _filters = [];

    private VideoGraph(Timeline timeline, Segment segment)
    {
        _timeline = timeline;
        _parts = segment.PartsOf(timeline);
        _oversampling = Oversampling(timeline);
    }

    /// <summary>Files, in the order of ffmpeg's inputs.</summary>
    public IReadOnlyList<string> Inputs => _inputs;

    /// <summary>The graph; <see cref="Output"/> is its only open end.</summary>
    public string Filters => string.Join(";\n", _filters);

    /// <param name="timeline">A valid timeline.</param>
    /// <param name="segment">The part of it that is wanted.</param>
    /// <param name="captionFilter">Draws the captions of the whole timeline; null for none.</param>
    public static VideoGraph Of(Timeline timeline, Segment segment, string? captionFilter)
    {
        var graph = new VideoGraph(timeline, segment);
        graph.AddStills();
        foreach (var part in graph._parts)
        {
            if (part.Shot.Source is ClipSource clip) graph.AddClip(part, clip);
        }

        // Captions have the times of the whole.
        var captions = captionFilter is null ? "" : $"setpts=N+{Text(segment.StartFrame)},{captionFilter},";
        graph._filters.Add($"[{graph.Join()}]{captions}setpts=N,format=yuv420p{Output}");
        return graph;
    }

    /// <summary>
    /// How much larger than the frame a picture is before the camera moves over it: the camera stands on whole pixels of it, so this is
    /// how finely it moves. It depends on the frame's size alone: a shot in two segments must look the same in both.
    /// </summary>
    private static double Oversampling(Timeline timeline)
    {
        const double PictureBytesMax = 50e6, BytesPerPixel = 1.5, Finest = 2;
        return Math.Clamp(Math.Sqrt(PictureBytesMax / (timeline.WidthPx * (double)timeline.HeightPx * BytesPerPixel)), 1, Finest);
    }

    private void AddStills()
    {
        foreach (var picture in _parts.Where(part => part.Shot.Source is StillSource).GroupBy(part => part.Shot.Source.Path, StringComparer.Ordinal))
        {
            var uses = picture.ToArray();
            var input = _inputs.Count;
            var (width, height) = (Even(_timeline.WidthPx * _oversampling), Even(_timeline.HeightPx * _oversampling));
            _filters.Add($"[{input}:v:0]{Cover(width, height)},extractplanes=y+u+v[{input}y][{input}u][{input}v]");
            _inputs.Add(picture.Key);
            foreach (var plane in "yuv")
            {
                _filters.Add($"[{input}{plane}]split={uses.Length}{string.Concat(uses.Select(use => $"[p{use.Index}{plane}]"))}");
            }

            foreach (var use in uses) AddCamera(use);
        }
    }

    /// <summary>
    /// The camera goes over each plane by itself: over planes together its filter stands on every second pixel only, and full colour would
    /// take twice the time.
    /// </summary>
    private void AddCamera(ShotPart part)
    {
        var (width, height) = (_timeline.WidthPx, _timeline.HeightPx);
        foreach (var plane in "yuv")
        {
            var size = plane == 'y' ? $"{Text(width)}x{Text(height)}" : $"{Text(width / 2)}x{Text(height / 2)}";
            _filters.Add($"[p{part.Index}{plane}]{Camera(part)}:s={size}[m{part.Index}{plane}]");
        }

        _filters.Add($"[m{part.Index}y][m{part.Index}u][m{part.Index}v]mergeplanes=map1s=1:map2s=2:format=yuv420p,setsar=1[s{part.Index}]");
    }

    private void AddClip(ShotPart part, ClipSource clip)
    {
        var start = FilterText.Number(clip.InSeconds);
        var grade = clip.Grade == Grade.Neutral ? "" : GradeFilters.Of(clip.Grade) + ",";
        _filters.Add(
            $"[{_inputs.Count}:v:0]trim=start={start},setpts=PTS-STARTPTS,{grade}{Window(clip.Window)},fps={Rate},"
            + $"tpad=start_mode=clone:start={Text(clip.HoldFrames)}:stop_mode=clone:stop=-1,"
            + $"trim=start_frame={Text(part.SkippedFrames)}:end_frame={Text(part.SkippedFrames + part.Frames)},setpts=PTS-STARTPTS[s{part.Index}]");
        _inputs.Add(clip.Path);
    }

    /// <summary>Fills the frame, cutting off what sticks out. Faces are in the upper part of a portrait, so less is cut off above.</summary>
    private static string Cover(int width, int height) =>
        $"scale=w={Text(width)}:h={Text(height)}:force_original_aspect_ratio=increase:flags=lanczos+accurate_rnd+full_chroma_int+bitexact"
        + $":out_color_matrix=bt709:out_range=tv,format=yuv420p,crop={Text(width)}:{Text(height)}:(iw-ow)/2:(ih-oh)*0.4,setsar=1";

    /// <summary>The part of a clip that is seen, at the frame's size; enlarged once from the original.</summary>
    private string Window(CameraWindow window)
    {
        var (width, height) = (_timeline.WidthPx, _timeline.HeightPx);
        if (window.Zoom <= 1) return Cover(width, height);
        return Cover(Even(width * window.Zoom), Even(height * window.Zoom))
            + $",crop={Text(width)}:{Text(height)}:iw*{FilterText.Number(window.CenterX)}-ow/2:ih*{FilterText.Number(window.CenterY)}-oh/2";
    }

    /// <summary>The camera over a picture. Its filter counts frames from 0 (<c>on</c>) and knows the zoom of the frame (<c>zoom</c>).</summary>
    private string Camera(ShotPart part)
    {
        var move = ((StillSource)part.Shot.Source).Move;
        var at = part.SkippedFrames == 0 ? "on" : $"(on+{Text(part.SkippedFrames)})";
        var done = Eased(move.Easing, $"({at}/{Text(Math.Max(1, part.Shot.Frames - 1))})");
        return $"zoompan=z='{Between(move.From.Zoom, move.To.Zoom, done)}'"
            + $":x='iw*{Between(move.From.CenterX, move.To.CenterX, done)}-iw/zoom/2'"
            + $":y='ih*{Between(move.From.CenterY, move.To.CenterY, done)}-ih/zoom/2'"
            + $":d={Text(part.Frames)}:fps={Rate}";
    }

    private static string Between(double from, double to, string done) =>
        from.Equals(to) ? FilterText.Number(from) : $"({FilterText.Number(from)}+{FilterText.Number(to - from)}*{done})";

    private static string Eased(Easing easing, string done) => easing switch
    {
        Easing.Linear => done,
        Easing.Smooth => $"({done}*{done}*(3-2*{done}))",
        Easing.Decelerate => $"({done}*(2-{done}))",
        Easing.Accelerate => $"({done}*{done})",
        _ => throw new ArgumentOutOfRangeException(nameof(easing), easing, "Unknown easing."),
    };

    /// <summary>Joins the parts from the first to the last.</summary>
    /// <returns>The label of the whole.</returns>
    private string Join()
    {
        var whole = "";
        for (var first = 0; first < _parts.Count;)
        {
            var end = first + 1;
            while (end < _parts.Count && _parts[end].Transition is null) end++;
            var joined = Concatenated(first, end);
            whole = _parts[first].Transition is { } transition ? Mixed(whole, joined, _parts[first], transition) : joined;
            first = end;
        }

        return whole;
    }

    private string Concatenated(int first, int end)
    {
        if (end == first + 1) return $"s{_parts[first].Index}";
        var labels = string.Concat(Enumerable.Range(first, end - first).Select(place => $"[s{_parts[place].Index}]"));
        _filters.Add($"{labels}concat=n={Text(end - first)}:v=1:a=0,settb=1/{Rate}[c{_parts[first].Index}]");
        return $"c{_parts[first].Index}";
    }

    /// <summary>
    /// Mixes at half frames: neither its first nor its last frame shows one of the two alone, as cuts before and after it would. Slides must
    /// not be asked for what is before their beginning in any case: their filter reads past the picture there, and no two renders are alike.
    /// </summary>
    private string Mixed(string before, string after, ShotPart part, Transition transition)
    {
        var halves = $"settb=1/{Text(2 * _timeline.FramesPerSecond)}";
        var at = FilterText.Number((part.StartFrame - 0.5) / _timeline.FramesPerSecond);
        var length = FilterText.Number((double)transition.Frames / _timeline.FramesPerSecond);
        _filters.Add($"[{before}]{halves}[b{part.Index}]");
        _filters.Add($"[{after}]{halves}[t{part.Index}]");
        _filters.Add($"[b{part.Index}][t{part.Index}]xfade=transition={NameOf(transition.Kind)}:duration={length}:offset={at},settb=1/{Rate}[x{part.Index}]");
        return $"x{part.Index}";
    }

    private static string NameOf(TransitionKind kind) => kind switch
    {
        TransitionKind.CrossFade => "fade",
        TransitionKind.DipToBlack => "fadeblack",
        TransitionKind.DipToWhite => "fadewhite",
        TransitionKind.SlideLeft => "slideleft",
        TransitionKind.SlideUp => "slideup",
        TransitionKind.ZoomIn => "zoomin",
        TransitionKind.WipeLeft => "smoothleft",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown transition."),
    };

    private string Rate => Text(_timeline.FramesPerSecond);

    private static int Even(double length) => 2 * (int)Math.Round(length / 2);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

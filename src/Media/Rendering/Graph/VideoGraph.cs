using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Turns what is seen of a timeline into inputs and a filter graph. Pure; the same timeline gives the same graph.</summary>
/// <remarks>
/// Every shot becomes a stream of exactly its number of frames, numbered from 0. Shots that are cut together are joined; at a transition
/// the joined part before and the part behind it are mixed. A picture that several shots show is read and scaled once.
/// </remarks>
internal sealed class VideoGraph
{
    /// <summary>The label of the finished picture.</summary>
    public const string Output = "[video]";

    private readonly Timeline _timeline;
    private readonly double _oversampling;
    private readonly List<string> _inputs = [];
    private readonly List<string> _filters = [];

    private VideoGraph(Timeline timeline)
    {
        _timeline = timeline;
        _oversampling = Oversampling(timeline);
    }

    /// <summary>Files, in the order of ffmpeg's inputs.</summary>
    public IReadOnlyList<string> Inputs => _inputs;

    /// <summary>The graph; <see cref="Output"/> is its only open end.</summary>
    public string Filters => string.Join(";\n", _filters);

    /// <param name="timeline">A valid timeline.</param>
    /// <param name="captionFilter">Draws the captions; null for none.</param>
    public static VideoGraph Of(Timeline timeline, string? captionFilter)
    {
        var graph = new VideoGraph(timeline);
        graph.AddStills();
        for (var i = 0; i < timeline.Shots.Count; i++)
        {
            if (timeline.Shots[i].Source is ClipSource clip) graph.AddClip(i, clip);
        }

        var joined = graph.Join();
        graph._filters.Add($"[{joined}]{(captionFilter is null ? "" : captionFilter + ",")}format=yuv420p{Output}");
        return graph;
    }

    /// <summary>
    /// How much larger than the frame a picture is before the camera moves over it: the camera stands on whole pixels of it, so this is
    /// how finely it moves. Large pictures stay in memory until their shot comes, so many of them are kept smaller.
    /// </summary>
    private static double Oversampling(Timeline timeline)
    {
        const double BytesMax = 400e6;
        const double Finest = 2;
        const int BytesPerPixel = 3;
        var stills = timeline.Shots.Select(shot => shot.Source).OfType<StillSource>().Select(still => still.Path).Distinct(StringComparer.Ordinal).Count();
        var bytesAtOne = (double)Math.Max(1, stills) * timeline.WidthPx * timeline.HeightPx * BytesPerPixel;
        return Math.Clamp(Math.Sqrt(BytesMax / bytesAtOne), 1, Finest);
    }

    private void AddStills()
    {
        var shots = _timeline.Shots.Select((shot, index) => (shot, index)).Where(pair => pair.shot.Source is StillSource);
        foreach (var picture in shots.GroupBy(pair => pair.shot.Source.Path, StringComparer.Ordinal))
        {
            var uses = picture.ToArray();
            var width = Even(_timeline.WidthPx * _oversampling);
            var height = Even(_timeline.HeightPx * _oversampling);
            var labels = string.Concat(uses.Select(use => $"[p{use.index}]"));
            _filters.Add($"[{_inputs.Count}:v:0]{Cover(width, height)},format=yuv444p,split={uses.Length}{labels}");
            _inputs.Add(picture.Key);
            foreach (var (shot, index) in uses) _filters.Add($"[p{index}]{Camera(shot)},{Finish(shot)}[s{index}]");
        }
    }

    private void AddClip(int index, ClipSource clip)
    {
        var shot = _timeline.Shots[index];
        var start = FilterText.Number(clip.InSeconds);
        _filters.Add(
            $"[{_inputs.Count}:v:0]trim=start={start},setpts=PTS-STARTPTS,{Window(clip.Window)},fps={Rate},"
            + $"tpad=start_mode=clone:start={Text(clip.HoldFrames)}:stop_mode=clone:stop=-1,{Finish(shot)}[s{index}]");
        _inputs.Add(clip.Path);
    }

    /// <summary>Fills the frame, cutting off what sticks out. Faces are in the upper part of a portrait, so less is cut off above.</summary>
    private static string Cover(int width, int height) =>
        $"scale=w={Text(width)}:h={Text(height)}:force_original_aspect_ratio=increase:flags=lanczos+accurate_rnd+full_chroma_int+bitexact"
        + $":out_color_matrix=bt709:out_range=tv,crop={Text(width)}:{Text(height)}:(iw-ow)/2:(ih-oh)*0.4,setsar=1";

    /// <summary>The part of a clip that is seen, at the frame's size; enlarged once from the original.</summary>
    private string Window(CameraWindow window)
    {
        var (width, height) = (_timeline.WidthPx, _timeline.HeightPx);
        if (window.Zoom <= 1) return Cover(width, height);
        return Cover(Even(width * window.Zoom), Even(height * window.Zoom))
            + $",crop={Text(width)}:{Text(height)}:iw*{FilterText.Number(window.CenterX)}-ow/2:ih*{FilterText.Number(window.CenterY)}-oh/2";
    }

    /// <summary>The camera over a picture. Its filter counts frames from 0 (<c>on</c>) and knows the zoom of the frame (<c>zoom</c>).</summary>
    private string Camera(Shot shot)
    {
        var move = ((StillSource)shot.Source).Move;
        var done = Eased(move.Easing, $"(on/{Text(Math.Max(1, shot.Frames - 1))})");
        return $"zoompan=z='{Between(move.From.Zoom, move.To.Zoom, done)}'"
            + $":x='iw*{Between(move.From.CenterX, move.To.CenterX, done)}-iw/zoom/2'"
            + $":y='ih*{Between(move.From.CenterY, move.To.CenterY, done)}-ih/zoom/2'"
            + $":d={Text(shot.Frames)}:s={Text(_timeline.WidthPx)}x{Text(_timeline.HeightPx)}:fps={Rate}";
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

    private string Finish(Shot shot) => $"trim=end_frame={Text(shot.Frames)},format=yuv420p,setsar=1,{Numbered}";

    private string Numbered => $"settb=1/{Rate},setpts=N,fps={Rate}";

    /// <summary>Joins the shots from the first to the last.</summary>
    /// <returns>The label of the whole.</returns>
    private string Join()
    {
        var shots = _timeline.Shots;
        var whole = "";
        for (var first = 0; first < shots.Count;)
        {
            var end = first + 1;
            while (end < shots.Count && shots[end].Transition is null) end++;
            var part = Concatenated(first, end);
            whole = shots[first].Transition is { } transition ? Mixed(whole, part, shots[first].StartFrame, transition, first) : part;
            first = end;
        }

        return whole;
    }

    private string Concatenated(int first, int end)
    {
        if (end == first + 1) return $"s{first}";
        var labels = string.Concat(Enumerable.Range(first, end - first).Select(index => $"[s{index}]"));
        _filters.Add($"{labels}concat=n={Text(end - first)}:v=1:a=0,{Numbered}[c{first}]");
        return $"c{first}";
    }

    private string Mixed(string before, string after, int atFrame, Transition transition, int index)
    {
        var at = FilterText.Number((double)atFrame / _timeline.FramesPerSecond);
        var length = FilterText.Number((double)transition.Frames / _timeline.FramesPerSecond);
        _filters.Add($"[{before}][{after}]xfade=transition={NameOf(transition.Kind)}:duration={length}:offset={at},{Numbered}[x{index}]");
        return $"x{index}";
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

using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>What a timeline must be before anything is made of it.</summary>
internal static class TimelineRules
{
    private const int SideMinPx = 64;
    private const int SideMaxPx = 4096;
    private const int ShotsMax = 400;
    private const double SecondsMax = 3600;

    /// <exception cref="MediaException"><see cref="MediaErrorCodes.TimelineInvalid"/> for what contradicts itself, else as for any file that is missing, empty or too large.</exception>
    public static void Check(Timeline timeline)
    {
        Require(IsSide(timeline.WidthPx) && IsSide(timeline.HeightPx), $"its size is {timeline.WidthPx} x {timeline.HeightPx}; sides are even, {SideMinPx} to {SideMaxPx}");
        Require(timeline.FramesPerSecond is >= 10 and <= 60, $"it has {timeline.FramesPerSecond} frames a second; 10 to 60 are allowed");
        Require(timeline.Shots.Count is >= 1 and <= ShotsMax, $"it has {timeline.Shots.Count} shots; 1 to {ShotsMax} are allowed");
        CheckShots(timeline.Shots);
        Require(timeline.Seconds() <= SecondsMax, $"it lasts {Text(timeline.Seconds())} s; at most {Text(SecondsMax)} are allowed");
        for (var i = 0; i < timeline.Audio.Count; i++) CheckSound(timeline.Audio[i], i);
        CheckCaptions(timeline.Captions);
        foreach (var path in timeline.Shots.Select(shot => shot.Source.Path).Concat(timeline.Audio.Select(clip => clip.Path)).Distinct(StringComparer.Ordinal))
        {
            MediaFile.Check(Path.GetFullPath(path), path, new DecodeLimits().FileBytesMax, "Make it smaller.");
        }
    }

    private static void CheckShots(IReadOnlyList<Shot> shots)
    {
        for (var i = 0; i < shots.Count; i++)
        {
            var shot = shots[i];
            var into = shot.Transition?.Frames ?? 0;
            var outOf = i + 1 < shots.Count ? shots[i + 1].Transition?.Frames ?? 0 : 0;
            Require(i > 0 || shot.Transition is null, "shot 0 has a transition, and nothing lies before it");
            Require(shot.Transition is null || into >= 2, $"shot {i} has a transition of {into} frames; at least 2 are needed");
            Require(shot.Frames > into + outOf, $"shot {i} has {shot.Frames} frames; its transitions alone take {into + outOf}");
            var expected = i == 0 ? 0 : shots[i - 1].StartFrame + shots[i - 1].Frames - into;
            Require(shot.StartFrame == expected, $"shot {i} begins at frame {shot.StartFrame}; after the one before it begins at {expected}");
            CheckSource(shot.Source, i);
        }
    }

    private static void CheckSource(ShotSource source, int shot)
    {
        switch (source)
        {
            case StillSource still:
                CheckWindow(still.Move.From, shot);
                CheckWindow(still.Move.To, shot);
                break;
            case ClipSource clip:
                Require(clip.InSeconds >= 0 && clip.HoldFrames >= 0, $"the clip of shot {shot} begins before its file does");
                CheckWindow(clip.Window, shot);
                break;
        }
    }

    private static void CheckWindow(CameraWindow window, int shot) => Require(
        window is { Zoom: >= 1 and <= 4, CenterX: >= 0 and <= 1, CenterY: >= 0 and <= 1 },
        $"the camera of shot {shot} is at {Text(window.CenterX)}, {Text(window.CenterY)} with zoom {Text(window.Zoom)}; the middle is 0 to 1, the zoom 1 to 4");

    private static void CheckSound(AudioClip clip, int index)
    {
        Require(
            clip is { StartSeconds: >= 0 and < SecondsMax, Seconds: > 0 and <= SecondsMax },
            $"sound {index} begins at {Text(clip.StartSeconds)} s and lasts {Text(clip.Seconds)} s");
        Require(clip.GainDb is >= -60 and <= 30, $"sound {index} is changed by {Text(clip.GainDb)} dB; -60 to 30 are allowed");
    }

    private static void CheckCaptions(IReadOnlyList<CaptionCue> cues)
    {
        for (var i = 0; i < cues.Count; i++)
        {
            var from = i == 0 ? 0 : cues[i - 1].EndSeconds;
            Require(
                cues[i].Words.Count > 0 && cues[i].StartSeconds >= from && cues[i].EndSeconds > cues[i].StartSeconds,
                $"caption {i} ({Text(cues[i].StartSeconds)} to {Text(cues[i].EndSeconds)} s) is empty or lies over the one before it");
        }
    }

    private static bool IsSide(int px) => px is >= SideMinPx and <= SideMaxPx && px % 2 == 0;

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static void Require(bool isTrue, string otherwise)
    {
        if (!isTrue) throw new MediaException(MediaErrorCodes.TimelineInvalid, $"The timeline cannot be rendered: {otherwise}.", "Correct what made the timeline.");
    }
}

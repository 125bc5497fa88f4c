using System.Diagnostics;

namespace FunctionsPipeline.Calibration;

/// <summary>Makes a clip of the second generator by one run of ffmpeg, which also gives the clean and the spoilt frames for the truth.</summary>
internal static class FilteredClip
{
    /// <summary>Writes <c>name.mp4</c>.</summary>
    /// <param name="plan">Name, defect, compression; size and rate are the shot's.</param>
    /// <param name="shot">What is shown.</param>
    /// <param name="graph">From <c>[in]</c> to <c>[out]</c>; null for a clean clip.</param>
    /// <param name="span">When the defect acts.</param>
    /// <param name="folder">Where the clip goes.</param>
    public static ClipLabel Make(ClipPlan plan, SourceShot shot, string? graph, Span span, string folder)
    {
        var path = Path.Combine(folder, plan.Name);
        var (cleanFile, spoiltFile) = (path + ".clean.raw", path + ".spoilt.raw");
        try
        {
            Run(Arguments(plan, shot, graph, path + ".mp4", cleanFile, spoiltFile), plan.Name);
            var box = graph is null ? null : Compare(shot, cleanFile, spoiltFile, span);
            return new ClipLabel
            {
                File = plan.Name + ".mp4",
                Defect = plan.Defect,
                Severity = plan.Severity,
                Control = plan.Control,
                Series = plan.Series,
                StartSeconds = plan.Defect is null ? 0 : Math.Round(span.StartSeconds, 3),
                EndSeconds = plan.Defect is null ? 0 : Math.Round(Math.Min(span.EndSeconds, shot.DurationSeconds), 3),
                Box = plan.Defect is null ? null : box?.Union,
                PeakBox = plan.Defect is null ? null : box?.Peak,
                FramesPerSecond = shot.FramesPerSecond,
                Width = shot.WidthPx,
                Height = shot.HeightPx,
                Crf = plan.Crf,
                Seed = plan.Seed,
                Expects = plan.SaysBallistic ? ["ballistic"] : [],
            };
        }
        finally
        {
            File.Delete(cleanFile);
            File.Delete(spoiltFile);
        }
    }

    private static string[] Arguments(ClipPlan plan, SourceShot shot, string? graph, string clip, string cleanFile, string spoiltFile)
    {
        var frames = FormattableString.Invariant($"{shot.Frames}");
        var rate = FormattableString.Invariant($"{shot.FramesPerSecond}");
        var source = FormattableString.Invariant($"[0:v]{shot.Filter},fps={shot.FramesPerSecond}");
        string[] encode = ["-c:v", "libx264", "-preset", "veryfast", "-threads", "1", "-pix_fmt", "yuv420p", "-crf", FormattableString.Invariant($"{plan.Crf}"), "-r", rate, "-frames:v", frames, clip];
        string[] start = ["-v", "error", "-y", "-filter_complex_threads", "1", .. shot.Input, "-filter_complex"];
        if (graph is null) return [.. start, source + "[out]", "-map", "[out]", .. encode];
        string[] raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-r", rate, "-frames:v", frames];
        return
        [
            .. start, $"{source},split[clean][in];{graph};[out]split[coded][spoilt]",
            "-map", "[coded]", .. encode, "-map", "[clean]", .. raw, cleanFile, "-map", "[spoilt]", .. raw, spoiltFile,
        ];
    }

    private static DifferenceBox Compare(SourceShot shot, string cleanFile, string spoiltFile, Span span)
    {
        var (clean, spoilt) = (RawFrames.Read(cleanFile, shot), RawFrames.Read(spoiltFile, shot));
        var (one, other) = (new Picture(shot.WidthPx, shot.HeightPx), new Picture(shot.WidthPx, shot.HeightPx));
        var box = new DifferenceBox(shot.WidthPx, shot.HeightPx);
        for (var frame = 0; frame < Math.Min(clean.Count, spoilt.Count); frame++)
        {
            if (!span.Holds(frame / shot.FramesPerSecond)) continue;
            clean.Paint(frame, one);
            spoilt.Paint(frame, other);
            box.Add(one, other);
        }

        return box;
    }

    private static void Run(string[] arguments, string name)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("ffmpeg could not be started.");
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg did not make {name}: {string.Join(' ', arguments)}");
    }
}

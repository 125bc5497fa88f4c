using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Benchmarks.Rendering;

/// <summary>Makes pictures, clips and sounds like an episode's, and a timeline of 30 s of them: six scenes, two faces that speak, five transitions, captions, voices, music.</summary>
internal static class RenderMaterial
{
    private const int Rate = 30;
    private const int ShotFrames = 120;
    private const int TransitionFrames = 12;

    public static async Task<Timeline> MakeAsync(string ffmpeg, string folder)
    {
        string File(string name) => Path.Combine(folder, name);
        for (var i = 0; i < 6; i++)
        {
            // Smooth areas and edges with some grain, as photographs have them.
            var at = string.Create(CultureInfo.InvariantCulture, $"start_x={-0.75 + (0.2 * i)}:start_y={0.1 * i}:start_scale={1.2 / (i + 1)}");
            await RunAsync(ffmpeg, "-f", "lavfi", "-i", $"mandelbrot=size=1024x1792:rate=1:{at}:maxiter=200", "-vf", "gblur=sigma=2.5,noise=alls=5:all_seed=3", "-frames:v", "1", File($"scene{i}.png"));
        }

        for (var i = 0; i < 2; i++)
        {
            await RunAsync(
                ffmpeg, "-f", "lavfi", "-i", "testsrc2=size=512x640:rate=25:duration=4", "-vf", "gblur=sigma=2", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", File($"face{i}.mp4"));
        }

        await RunAsync(ffmpeg, "-f", "lavfi", "-i", "aevalsrc='0.2*(0.6+0.4*sin(2*PI*4*t))*(sin(2*PI*180*t)+0.5*sin(2*PI*1900*t))':s=22050:d=3", File("voice.wav"));
        await MusicBed.WriteAsync(File("music.wav"), 1, CancellationToken.None);

        var shots = Enumerable.Range(0, 8).Select(i => ShotAt(i, File)).ToArray();
        var voices = Enumerable.Range(0, 8).Select(i => new AudioClip(File("voice.wav"), AudioRole.Voice, (i * 3.6) + 0.4, 3));
        var captions = Enumerable.Range(0, 24).Select(i => Cue(0.4 + (i * 1.2))).ToArray();
        var timeline = new Timeline(1080, 1920, Rate, shots, [.. voices], captions);
        return timeline with { Audio = [.. timeline.Audio, new AudioClip(File("music.wav"), AudioRole.Music, 0, timeline.Seconds(), -8)] };
    }

    private static Shot ShotAt(int index, Func<string, string> file)
    {
        var transition = index is 1 or 2 or 4 or 5 or 7 ? new Transition(TransitionKind.CrossFade, TransitionFrames) : null;
        var start = Enumerable.Range(1, index).Sum(i => ShotFrames - (i is 1 or 2 or 4 or 5 or 7 ? TransitionFrames : 0));
        ShotSource source = index is 3 or 6
            ? new ClipSource(file($"face{(index / 3) - 1}.mp4"))
            : new StillSource(file($"scene{index - (index > 3 ? 1 : 0) - (index > 6 ? 1 : 0)}.png"), new CameraMove(new CameraWindow(0.5, 0.5, 1), new CameraWindow(0.45, 0.4, 1.15)));
        return new Shot(start, ShotFrames, source, transition);
    }

    private static CaptionCue Cue(double start) => new(
        start, start + 1, [new CaptionWord("three", start, start + 0.3), new CaptionWord("words", start + 0.3, start + 0.6), new CaptionWord("each", start + 0.6, start + 1)]);

    private static async Task RunAsync(string ffmpeg, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ffmpeg, ["-nostdin", "-v", "error", "-y", .. arguments]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}.");
    }
}

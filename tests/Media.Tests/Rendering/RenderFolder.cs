using System.Globalization;
using System.Security.Cryptography;

namespace FunctionsPipeline.Media.Tests.Rendering;

/// <summary>Pictures, clips and sounds for renders of a small size, and renders of them.</summary>
public sealed class RenderFolder : IAsyncLifetime
{
    public const int WidthPx = 180;
    public const int HeightPx = 320;
    public const int Rate = 15;

    private readonly Dictionary<string, (DateTime Version, byte[] Rgb)> _decoded = new(StringComparer.Ordinal);

    public ClipFolder Clips { get; } = new();

    public FfmpegTool Tool => Clips.Tool;

    public string Red { get; private set; } = "";

    public string Blue { get; private set; } = "";

    /// <summary>A white disc at the left of a dark picture with some texture.</summary>
    public string Disc { get; private set; } = "";

    /// <summary>Two seconds that turn from green to white at one second.</summary>
    public string Clip { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await Clips.InitializeAsync();
        Red = await PictureAsync("red.png", "color=0xc02020:size=300x500");
        Blue = await PictureAsync("blue.png", "color=0x2030c0:size=300x500");
        Disc = await PictureAsync("disc.png", "color=0x303030:size=360x640,noise=alls=12:allf=t:all_seed=7,geq=lum='if(lt(hypot(X-120,Y-320),40),235,lum(X,Y))':cb=128:cr=128");
        Clip = await Clips.RunAsync(
            "clip.mp4", "-f", "lavfi", "-i", "color=0x20a020:size=240x240:rate=25:duration=1", "-f", "lavfi", "-i", "color=white:size=240x240:rate=25:duration=1",
            "-filter_complex", "concat=n=2:v=1", "-pix_fmt", "yuv420p", "-threads", "1");
    }

    public Task DisposeAsync() => Clips.DisposeAsync();

    public string File(string name) => Clips.File(name);

    public Task<string> PictureAsync(string name, string source) => Clips.RunAsync(name, "-f", "lavfi", "-i", source, "-frames:v", "1");

    /// <summary>A tone that swells like speech, four times a second.</summary>
    public Task<string> ToneAsync(string name, int hertz, double seconds, double amplitude = 0.2) => Clips.RunAsync(
        name, "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"aevalsrc='{amplitude}*(0.6+0.4*sin(2*PI*4*t))*sin(2*PI*{hertz}*t)':s=48000:d={seconds}"));

    public static Shot Still(int start, int frames, string path, CameraMove? move = null, Transition? transition = null) =>
        new(start, frames, new StillSource(path, move ?? CameraMove.Still), transition);

    public static Timeline Of(IReadOnlyList<Shot> shots, IReadOnlyList<AudioClip>? audio = null, IReadOnlyList<CaptionCue>? captions = null) =>
        new(WidthPx, HeightPx, Rate, shots, audio ?? [], captions ?? []);

    public static CaptionCue Cue(double start, double end, params string[] words) => new(
        start, end, [.. words.Select((word, i) => new CaptionWord(word, start + ((end - start) * i / words.Length), start + ((end - start) * (i + 1) / words.Length)))]);

    public string Scratch => File("scratch");

    public Task<RenderedVideo> RenderAsync(
        Timeline timeline, string name, RenderOptions? options = null, IProgress<RenderProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new TimelineRenderer(Tool, options ?? new RenderOptions(), TimeProvider.System).RenderAsync(timeline, File(name), Scratch, progress, cancellationToken);

    /// <summary>A frame of a video; a video is decoded once for all that is asked of it.</summary>
    public async Task<RenderedFrame> FrameAsync(string name, int frame)
    {
        const int FrameBytes = WidthPx * HeightPx * 3;
        var version = System.IO.File.GetLastWriteTimeUtc(File(name));
        if (!_decoded.TryGetValue(name, out var video) || video.Version != version)
        {
            var rgb = await Clips.OutputAsync("-i", File(name), "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
            _decoded[name] = video = (version, rgb);
        }

        return new RenderedFrame(video.Rgb[(frame * FrameBytes)..((frame + 1) * FrameBytes)], WidthPx, HeightPx);
    }

    /// <summary>Decodes all frames and counts them.</summary>
    public async Task<int> FramesAsync(string name) => (await DecodedClip.ReadAsync(Tool, File(name))).Frames.Count;

    public string Hash(string name) => Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(File(name))));

    /// <summary>Root mean square of the sound behind a filter in a stretch of a file, dB.</summary>
    public async Task<double> LevelAsync(string name, double from, double to, string filter)
    {
        var bytes = await Clips.OutputAsync(
            "-i", File(name), "-af", string.Create(CultureInfo.InvariantCulture, $"{filter},atrim={from}:{to}"), "-ac", "1", "-f", "f32le", "-");
        var sum = 0.0;
        for (var i = 0; i < bytes.Length; i += 4) sum += Math.Pow(BitConverter.ToSingle(bytes, i), 2);
        return 10 * Math.Log10(sum / (bytes.Length / 4));
    }

    public void ShouldHaveLeftNothingBehind()
    {
        if (Directory.Exists(Scratch)) Directory.EnumerateFileSystemEntries(Scratch).ShouldBeEmpty();
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.Speech;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Makes the clips of talking heads when they are first asked for, each once, and keeps them beside the uploads. Safe for several threads.</summary>
internal sealed class HeadStore(UploadFolder uploads)
{
    /// <summary>Frames a second of every clip.</summary>
    public const int FramesPerSecond = 25;

    private const int RateHz = 16_000;
    private const int LongSideMostPx = 960;

    private static readonly string ShortClip = FaultNames.Of(FaultKind.ShortClip);

    private readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> _clips = new(StringComparer.Ordinal);

    /// <summary>The clip of a call: its picture, speaking its sound.</summary>
    /// <exception cref="InvalidOperationException">It could not be made.</exception>
    public async Task<Stream> OpenAsync(CallFacts facts, CancellationToken cancellationToken)
    {
        var clip = _clips.GetOrAdd(facts.RequestId, _ => new Lazy<Task<byte[]>>(() => Task.Run(() => MakeAsync(facts), CancellationToken.None)));
        return new MemoryStream(await clip.Value.WaitAsync(cancellationToken), writable: false);
    }

    /// <summary>Length of a sound, s; null when it is none.</summary>
    public static async Task<double?> SecondsOfAsync(byte[] sound, CancellationToken cancellationToken) =>
        await SoundFile.ReadAsync(sound, RateHz, cancellationToken) is { } samples ? (double)samples.Length / RateHz : null;

    private async Task<byte[]> MakeAsync(CallFacts facts)
    {
        var samples = await SoundFile.ReadAsync(await File.ReadAllBytesAsync(uploads.PathOf(facts.SoundFile!)), RateHz, CancellationToken.None)
            ?? throw new InvalidOperationException("The uploaded sound cannot be read.");
        if (facts.EndingFault == ShortClip) samples = samples[..Math.Max(RateHz / 4, samples.Length / 3)];
        var portrait = await PortraitAsync(facts.PortraitFile!);
        var draft = Path.Combine(Path.GetTempPath(), $"functions-pipeline-head-{Path.GetRandomFileName()}.mp4");
        try
        {
            await EncodeAsync(portrait, MouthMovement.Of(samples, RateHz, FramesPerSecond), uploads.PathOf(facts.SoundFile!), (double)samples.Length / RateHz, draft);
            return await File.ReadAllBytesAsync(draft);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private async Task<Raster> PortraitAsync(string file)
    {
        var scale = string.Create(
            CultureInfo.InvariantCulture,
            $"scale=w='min(iw,{LongSideMostPx})':h='min(ih,{LongSideMostPx})':force_original_aspect_ratio=decrease:force_divisible_by=2,format=rgb24");
        string[] arguments = ["-protocol_whitelist", "file,pipe", "-i", uploads.PathOf(file), "-vf", scale, "-frames:v", "1", "-c:v", "ppm", "-f", "image2pipe", "pipe:1"];
        return PixmapFile.Read(await FfmpegPipe.RunAsync(arguments, ReadOnlyMemory<byte>.Empty, CancellationToken.None));
    }

    // One thread and no metadata, so that the same picture and sound give the same bytes.
    private static async Task EncodeAsync(Raster portrait, IReadOnlyList<double> mouth, string soundPath, double seconds, string path)
    {
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe",
            "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", string.Create(CultureInfo.InvariantCulture, $"{portrait.Width}x{portrait.Height}"),
            "-framerate", FramesPerSecond.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0", "-i", soundPath,
            "-map", "0:v", "-map", "1:a", "-t", seconds.ToString("0.###", CultureInfo.InvariantCulture),
            "-threads", "1", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k",
            "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", "-f", "mp4", "-y", path,
        ];
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("ffmpeg could not be started.");
        using var timeout = new CancellationTokenSource(Limits.EncoderTimeout);
        try
        {
            var complaint = process.StandardError.ReadToEndAsync(timeout.Token);
            await FeedAsync(new FacePainter(portrait), mouth, process.StandardInput.BaseStream, timeout.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(timeout.Token);
            if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}: {(await complaint).Trim()}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static async Task FeedAsync(FacePainter face, IReadOnlyList<double> mouth, Stream input, CancellationToken cancellationToken)
    {
        try
        {
            for (var frame = 0; frame < mouth.Count; frame++) await input.WriteAsync(face.Paint((double)frame / FramesPerSecond, mouth[frame]), cancellationToken);
        }
        catch (IOException)
        {
            // ffmpeg has seen enough and closed its end; its exit code says what it thinks.
        }
    }
}

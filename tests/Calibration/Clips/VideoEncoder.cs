using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>Writes pictures as an H.264 file through ffmpeg, with sensor noise on them. One thread, so that the same pictures give the same file.</summary>
internal sealed class VideoEncoder : IDisposable
{
    private const int NoiseSide = 1 << 18;

    private readonly Process _process;
    private readonly string _path;
    private readonly int _widthPx;
    private readonly int _heightPx;
    private readonly byte[] _bytes;
    private readonly float[] _noise;
    private readonly int _seed;

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="plan">Size, rate and compression.</param>
    public VideoEncoder(string path, ClipPlan plan)
    {
        (_path, _widthPx, _heightPx, _seed) = (path, plan.WidthPx, plan.HeightPx, plan.Seed);
        _bytes = new byte[_widthPx * _heightPx + 2 * ChromaWidthPx * ChromaHeightPx];
        _noise = Gaussian(plan.NoiseLevels / 255, new Random(plan.Seed));
        string[] arguments =
        [
            "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", Invariant($"{_widthPx}x{_heightPx}"),
            "-r", plan.FramesPerSecond.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", plan.Crf.ToString(CultureInfo.InvariantCulture), "-threads", "1", "-pix_fmt", "yuv420p", path,
        ];
        _process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("ffmpeg could not be started.");
    }

    private int ChromaWidthPx => (_widthPx + 1) / 2;

    private int ChromaHeightPx => (_heightPx + 1) / 2;

    /// <summary>Adds a frame.</summary>
    /// <param name="picture">What it shows.</param>
    /// <param name="noiseNumber">Frames of one number have the same noise.</param>
    public void Write(Picture picture, int noiseNumber)
    {
        var at = new Random(unchecked(_seed * 7919 + noiseNumber)).Next(NoiseSide);
        FillLuma(picture, at);
        FillChroma(picture, at);
        _process.StandardInput.BaseStream.Write(_bytes);
    }

    /// <summary>Ends the file.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg failed.</exception>
    public void Finish()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        if (_process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg did not write {_path} (exit code {_process.ExitCode}).");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    // BT.601 at studio range, which is what players take small files for.
    private void FillLuma(Picture picture, int noiseAt)
    {
        var pixels = picture.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            var noise = _noise[(noiseAt + i) & (NoiseSide - 1)];
            var luma = Vector4.Dot(pixels[i], new Vector4(0.299f, 0.587f, 0.114f, 0)) + noise;
            _bytes[i] = (byte)Math.Clamp(16 + 219 * luma + 0.5f, 0, 255);
        }
    }

    private void FillChroma(Picture picture, int noiseAt)
    {
        var blueAt = _widthPx * _heightPx;
        var redAt = blueAt + ChromaWidthPx * ChromaHeightPx;
        for (var y = 0; y < ChromaHeightPx; y++)
        {
            for (var x = 0; x < ChromaWidthPx; x++)
            {
                var (x0, y0) = (2 * x, 2 * y);
                var (x1, y1) = (Math.Min(x0 + 1, _widthPx - 1), Math.Min(y0 + 1, _heightPx - 1));
                var sum = (picture.Pixels[y0 * _widthPx + x0] + picture.Pixels[y0 * _widthPx + x1]
                    + picture.Pixels[y1 * _widthPx + x0] + picture.Pixels[y1 * _widthPx + x1]) * 0.25f;
                var (noiseBlue, noiseRed) = (_noise[(noiseAt * 3 + blueAt + x + y * 977) & (NoiseSide - 1)], _noise[(noiseAt * 5 + x * 3 + y * 1409) & (NoiseSide - 1)]);
                var blue = Vector4.Dot(sum, new Vector4(-0.168736f, -0.331264f, 0.5f, 0)) + 0.5f * noiseBlue;
                var red = Vector4.Dot(sum, new Vector4(0.5f, -0.418688f, -0.081312f, 0)) + 0.5f * noiseRed;
                _bytes[blueAt + y * ChromaWidthPx + x] = (byte)Math.Clamp(128 + 224 * blue + 0.5f, 0, 255);
                _bytes[redAt + y * ChromaWidthPx + x] = (byte)Math.Clamp(128 + 224 * red + 0.5f, 0, 255);
            }
        }
    }

    private static float[] Gaussian(double sigma, Random random)
    {
        var noise = new float[NoiseSide];
        if (sigma <= 0) return noise;
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (float)(sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return noise;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

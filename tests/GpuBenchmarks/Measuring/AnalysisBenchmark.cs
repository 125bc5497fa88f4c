using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuBenchmarks.Checks;

namespace FunctionsPipeline.GpuBenchmarks.Measuring;

/// <summary>Whole analyses, all detectors, of frames that are in memory already: what a clip costs beside its decoding.</summary>
internal static class AnalysisBenchmark
{
    private const int Frames = 24;
    private const int Seed = 3;

    /// <summary>Frames a second of clips that are analysed side by side.</summary>
    public static double FramesPerSecond(AnalysisDevice device, BenchmarkSize size, int clips)
    {
        var pictures = Enumerable.Range(0, Frames).AsParallel().AsOrdered()
            .Select(frame => TestPictures.Texture(size.WidthPx, size.HeightPx, 1.7 * frame, -0.9 * frame, Seed + frame)).ToArray();
        var seconds = Clock.MedianSeconds(size.Budget, () =>
        {
            var analyses = Enumerable.Range(0, clips).Select(_ => Task.Run(() => AnalyzeAsync(device, pictures, size)));
            Task.WhenAll(analyses).GetAwaiter().GetResult();
        });
        return Frames * clips / seconds;
    }

    private static async Task AnalyzeAsync(AnalysisDevice device, byte[][] pictures, BenchmarkSize size)
    {
        using var backend = device.CreateBackend();
        var source = new PictureSource(pictures, new VideoFormat(size.WidthPx, size.HeightPx, 24, HasChroma: false));
        await VideoAnalyzer.AnalyzeAsync(source, DetectorCatalog.CreateAll(), backend, CancellationToken.None);
    }

    private sealed class PictureSource(byte[][] pictures, VideoFormat format) : IFrameSource
    {
        private int _next;

        public VideoFormat Format => format;

        public string? Warning => null;

        public ValueTask<bool> ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            if (_next == pictures.Length) return new ValueTask<bool>(false);
            pictures[_next].CopyTo(frame.Pixels);
            (frame.Index, frame.TimestampSeconds) = (_next, _next / format.FramesPerSecond);
            _next++;
            return new ValueTask<bool>(true);
        }
    }
}

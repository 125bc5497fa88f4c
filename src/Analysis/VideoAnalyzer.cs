namespace FunctionsPipeline.Analysis;

/// <summary>Runs detectors over a video in one pass. Memory is three frames and what the detectors keep, at any length.</summary>
public static class VideoAnalyzer
{
    /// <summary>A nominal rate that differs less from the timestamps' is taken as it is: timestamps are rounded.</summary>
    private const double RateTolerance = 0.005;

    /// <summary>Analyses a video.</summary>
    /// <param name="source">Frames; is read to its end and not disposed.</param>
    /// <param name="detectors">New detectors, used for this video only: <see cref="DetectorCatalog"/> makes them all.</param>
    /// <param name="cancellationToken">Ends the work between frames.</param>
    /// <exception cref="InvalidOperationException">The source gives no frame.</exception>
    public static async Task<VideoAnalysis> AnalyzeAsync(
        IFrameSource source, IReadOnlyList<IDetector> detectors, CancellationToken cancellationToken)
    {
        using var backend = new CpuBackend();
        return await AnalyzeAsync(source, detectors, backend, cancellationToken);
    }

    /// <inheritdoc cref="AnalyzeAsync(IFrameSource, IReadOnlyList{IDetector}, CancellationToken)"/>
    /// <param name="backend">Does the pixel work; stays the caller's. With more than one thread, the next frame is measured while detectors look at one.</param>
    public static async Task<VideoAnalysis> AnalyzeAsync(
        IFrameSource source, IReadOnlyList<IDetector> detectors, AnalysisBackend backend, CancellationToken cancellationToken)
    {
        var facts = new Facts();
        using var pass = new FramePass(source.Format, backend);
        var looking = Task.CompletedTask;
        try
        {
            while (await source.ReadAsync(pass.Next, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                pass.Measure();
                facts.Add(pass.Measures);
                await looking;
                looking = LookAsync(detectors, pass, backend.Threads);
            }
        }
        finally
        {
            // The pass's buffers must not go while somebody looks at them. What a detector threw is thrown here.
            await looking;
        }

        return facts.ToAnalysis(source, [.. detectors.Select(detector => detector.Complete())]);
    }

    private static Task LookAsync(IReadOnlyList<IDetector> detectors, FramePass pass, int threads)
    {
        var number = pass.Taken - 1;
        if (threads > 1) return Task.Run(() => Show(pass, number, detectors), CancellationToken.None);
        Show(pass, number, detectors);
        return Task.CompletedTask;
    }

    private static void Show(FramePass pass, int number, IReadOnlyList<IDetector> detectors)
    {
        foreach (var detector in detectors) detector.Observe(pass.Observe(number));
    }

    private sealed class Facts
    {
        private int _frames;
        private double _lastSeconds;
        private double _lastStepSeconds;
        private double _lumaSum;
        private double _differenceSum;
        private double _sharpnessSum;

        public void Add(FrameMeasures measures)
        {
            _frames++;
            _lastStepSeconds = measures.TimestampSeconds - _lastSeconds;
            _lastSeconds = measures.TimestampSeconds;
            _lumaSum += measures.MeanLuma;
            _differenceSum += measures.MeanDifference;
            _sharpnessSum += measures.Sharpness;
        }

        public VideoAnalysis ToAnalysis(IFrameSource source, IReadOnlyList<DetectorResult> detectors)
        {
            if (_frames == 0) throw new InvalidOperationException("The video has no frame.");

            var nominal = source.Format.FramesPerSecond;
            var measured = _frames > 1 && _lastSeconds > 0 ? (_frames - 1) / _lastSeconds : nominal;
            var rate = Math.Abs(measured - nominal) <= nominal * RateTolerance ? nominal : measured;
            return new VideoAnalysis
            {
                Frames = _frames,
                DurationSeconds = rate == nominal ? _frames / nominal : _lastSeconds + _lastStepSeconds,
                FramesPerSecond = rate,
                Width = source.Format.WidthPx,
                Height = source.Format.HeightPx,
                MeanLuma = _lumaSum / _frames,
                MeanDifference = _frames > 1 ? _differenceSum / (_frames - 1) : 0,
                Sharpness = _sharpnessSum / _frames,
                Detectors = detectors,
                Warning = source.Warning,
            };
        }
    }
}

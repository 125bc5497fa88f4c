using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Benchmarks.Analysis;

/// <summary>What a pass does before motion: measures of every frame and the working size, and the detectors that need no more.</summary>
internal static class PassWithoutFlow
{
    public static async Task<int> RunAsync(IFrameSource source)
    {
        IDetector[] detectors = [new FlickerDetector(), new FreezeDetector(), new BlackDetector()];
        using var backend = new CpuBackend();
        var size = new WorkingSize(source.Format);
        using var scaler = new FrameScaler(source.Format, size, backend);
        var measures = new FrameMeasures();
        var motion = new FrameMotion();
        var (frame, previous) = (new VideoFrame(source.Format), new VideoFrame(source.Format));
        var (device, previousDevice) = (backend.CreateFrame(source.Format), backend.CreateFrame(source.Format));
        var (working, previousWorking) = (new WorkingFrame(size, source.Format.HasChroma), new WorkingFrame(size, source.Format.HasChroma));
        var frames = 0;
        while (await source.ReadAsync(frame, CancellationToken.None))
        {
            backend.Upload(frame, device);
            measures.Measure(frame, device, frames == 0 ? null : previousDevice, measures.LumaBlocks, backend);
            scaler.Scale(device, working);
            var observation = new FrameObservation
            {
                Frame = frame,
                Previous = frames == 0 ? null : previous,
                Measures = measures,
                Working = working,
                PreviousWorking = frames == 0 ? null : previousWorking,
                Motion = motion,
                Threads = 1,
            };
            foreach (var detector in detectors) detector.Observe(observation);
            frames++;
            (frame, previous) = (previous, frame);
            (device, previousDevice) = (previousDevice, device);
            (working, previousWorking) = (previousWorking, working);
        }

        return frames;
    }
}

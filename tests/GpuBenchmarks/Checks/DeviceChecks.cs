using System.Diagnostics;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Devices;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuBenchmarks.Checks;

/// <summary>All checks of a device, by name.</summary>
public static class DeviceChecks
{
    /// <summary>What is checked.</summary>
    public static IReadOnlyDictionary<string, Action<IlgpuDevice>> All { get; } = new Dictionary<string, Action<IlgpuDevice>>(StringComparer.Ordinal)
    {
        ["memory in use is told, and grows with planes"] = MemoryIsTold,
        ["planes come back as they were"] = PrimitiveChecks.PlanesComeBack,
        ["frames with colour are uploaded"] = PrimitiveChecks.FramesAreUploaded,
        ["comparison: integers equal, SSIM within 1e-6"] = PrimitiveChecks.Compare,
        ["sums of a frame are equal"] = PrimitiveChecks.Measure,
        ["gradient is equal"] = PrimitiveChecks.MeasureGradient,
        ["histogram is equal"] = PrimitiveChecks.CountValues,
        ["difference picture is equal"] = PrimitiveChecks.FillDifference,
        ["half is equal"] = PrimitiveChecks.Halve,
        ["Gaussian half is equal"] = PrimitiveChecks.HalveGaussian,
        ["flow is within its tolerance"] = MotionChecks.Flow,
        ["flow is equal bit for bit"] = FlowIsEqual,
        ["flows in a batch are those of the pairs alone"] = MotionChecks.FlowBatches,
        ["visibility and warp are equal"] = MotionChecks.VisibleAndWarped,
        ["clips analysed side by side give what each gives alone"] = ClipChecks.SideBySide,
        ["20 clips: same verdicts, scores within tolerance; all analyses equal to the last digit"] = ClipsAreEqual,
    };

    /// <summary>Runs all of them, one as each is asked for.</summary>
    public static IEnumerable<CheckOutcome> Run(IlgpuDevice device) => All.Select(check => Run(check.Key, check.Value, device));

    private static void MemoryIsTold(IlgpuDevice device)
    {
        const int SidePx = 8192;
        const int Planes = 2;
        var before = device.ReadMemoryUsedBytes();
        using var backend = device.CreateIlgpuBackend();
        using var planes = backend.CreatePlanes(SidePx, SidePx, Planes);
        backend.Wait();
        var after = device.ReadMemoryUsedBytes();
        // OpenCL has no such question; of a processor's memory others use more and less meanwhile.
        if (after == 0 || device.Kind == AnalysisDeviceKind.Cpu) return;
        var isTold = before > 0 && after <= device.MemoryTotalBytes && after - before >= planes.LengthBytes / Planes;
        if (!isTold) throw new CheckFailedException($"{before} bytes of {device.MemoryTotalBytes}, then {after} with {planes.LengthBytes} more.");
    }

    /// <summary>More than is promised: true of devices that fuse and divide as they are told.</summary>
    private static void FlowIsEqual(IlgpuDevice device)
    {
        var share = MotionChecks.EqualShare(device);
        if (share < 1) throw new CheckFailedException($"{share:P3} of the pixels are.");
    }

    private static void ClipsAreEqual(IlgpuDevice device)
    {
        var equal = ClipChecks.EqualClips(device);
        if (equal == ClipChecks.Clips) return;
        throw new CheckFailedException($"Verdicts and scores agree; {equal} of {ClipChecks.Clips} analyses are equal to the last digit.");
    }

    private static CheckOutcome Run(string name, Action<IlgpuDevice> check, IlgpuDevice device)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            check(device);
            return new CheckOutcome(name, true, null, watch.Elapsed.TotalSeconds);
        }
        catch (Exception exception) when (exception is CheckFailedException or AcceleratorException or InternalCompilerException)
        {
            // What a driver or a compiler refuses is a failed check as well; the others may still hold.
            return new CheckOutcome(name, false, exception.Message, watch.Elapsed.TotalSeconds);
        }
    }
}

/// <summary>What came of a check.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Passed">True when it held.</param>
/// <param name="Message">Why it did not; null when it held.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record CheckOutcome(string Name, bool Passed, string? Message, double Seconds);

using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuWorker.Tests;

/// <summary>
/// The accelerator that the tests run on: ILGPU's own on the processor, or what <c>FP_TEST_ACCELERATOR</c> names (<c>cuda</c>,
/// <c>opencl</c>). Opened once.
/// </summary>
public static class TestAccelerator
{
    private const string Variable = "FP_TEST_ACCELERATOR";

    private static readonly Lazy<WorkerAccelerators?> Opened = new(Open);

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? MissingReason => Opened.Value is null ? $"{Variable} asks for {Wanted}, and this machine has no such device." : null;

    /// <summary>The device.</summary>
    public static IlgpuDevice Device => Opened.Value!.Accelerators[0];

    /// <summary>True of devices that round as the processor does.</summary>
    public static bool IsExact => Opened.Value?.Kind != AcceleratorKind.OpenCL;

    private static string Wanted => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : "ilgpu-cpu";

    private static WorkerAccelerators? Open()
    {
        if (AcceleratorKinds.Find(Wanted) is not { } kind || kind == AcceleratorKind.Cpu) return null;
        try
        {
            return WorkerAccelerators.Open([kind], 1, TimeProvider.System.GetUtcNow());
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>A test on the accelerator; skipped, and shown so, where the one that was asked for is not there.</summary>
public sealed class AcceleratorFactAttribute : FactAttribute
{
    public AcceleratorFactAttribute() => Skip = TestAccelerator.MissingReason;
}

/// <summary>A test of devices that fuse and divide as they are told; OpenCL promises neither.</summary>
public sealed class ExactAcceleratorFactAttribute : FactAttribute
{
    public ExactAcceleratorFactAttribute() => Skip = TestAccelerator.MissingReason
        ?? (TestAccelerator.IsExact ? null : "OpenCL may round in its own way; the tolerance is tested.");
}

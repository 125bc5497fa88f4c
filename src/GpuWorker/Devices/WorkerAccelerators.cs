using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Kernels;
using FunctionsPipeline.State.Runs;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace FunctionsPipeline.GpuWorker.Devices;

/// <summary>
/// The devices of this machine of the first kind that there is, in an order of preference. Whatever is not the first choice is a
/// fallback, and says so. Dispose it after the work.
/// </summary>
public sealed class WorkerAccelerators : IDisposable
{
    /// <summary>Few threads a group: on a processor each is one of the system's. Two, so that they do have to wait for each other.</summary>
    private static readonly CPUDevice Processor = new(2, 1, 1);

    private readonly Context? _context;
    private readonly List<IlgpuDevice> _opened = [];

    /// <summary>The processors with kernels of their own.</summary>
    private WorkerAccelerators() => (Kind, Devices) = (AcceleratorKind.Cpu, [new CpuDevice()]);

    private WorkerAccelerators(AcceleratorKind kind, Context context, IReadOnlyList<Device> devices, int jobsPerDevice)
    {
        (Kind, _context) = (kind, context);
        foreach (var device in devices)
        {
            _opened.Add(new IlgpuDevice(device.CreateAccelerator(context), IdOf(kind, _opened.Count), jobsPerDevice));
        }

        Devices = [.. _opened];
    }

    /// <summary>What the devices are.</summary>
    public AcceleratorKind Kind { get; }

    /// <summary>The devices, at least one.</summary>
    public IReadOnlyList<AnalysisDevice> Devices { get; }

    /// <summary>The accelerators among them; none where the processors work with kernels of their own.</summary>
    public IReadOnlyList<IlgpuDevice> Accelerators => _opened;

    /// <summary>What was taken in place of what was wanted; null when the first choice is there.</summary>
    public Degradation? Degradation { get; private set; }

    /// <summary>Opens the devices of the first kind that this machine has.</summary>
    /// <param name="preference">Kinds in order, at least one.</param>
    /// <param name="jobsPerDevice">Videos that a device takes at once, at least 1.</param>
    /// <param name="now">The time, for the degradation.</param>
    /// <exception cref="InvalidOperationException">There is no device of any of these kinds.</exception>
    public static WorkerAccelerators Open(IReadOnlyList<AcceleratorKind> preference, int jobsPerDevice, DateTimeOffset now)
    {
        var missing = new List<string>();
        foreach (var kind in preference)
        {
            if (TryOpen(kind, jobsPerDevice) is { } found)
            {
                found.Degradation = missing.Count == 0 ? null : Fallback(missing, kind, now);
                return found;
            }

            missing.Add(AcceleratorKinds.NameOf(kind));
        }

        throw new InvalidOperationException($"This machine has no device of the kind {string.Join(" or ", missing)}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var device in _opened) device.Dispose();
        _context?.Dispose();
    }

    /// <summary>Null when there is no device of the kind. A driver's library that is not there counts as no device.</summary>
    private static WorkerAccelerators? TryOpen(AcceleratorKind kind, int jobsPerDevice)
    {
        if (kind == AcceleratorKind.Cpu) return new WorkerAccelerators();
        var context = CreateContext(kind);
        var devices = DevicesOf(context, kind);
        if (devices.Count > 0) return new WorkerAccelerators(kind, context, devices, jobsPerDevice);
        context.Dispose();
        return null;
    }

    private static Context CreateContext(AcceleratorKind kind)
    {
        ExactMath.Teach();
        CudaLibrary.Find();
        return Context.Create(builder =>
        {
            builder.Optimize(OptimizationLevel.O2);
            switch (kind)
            {
                case AcceleratorKind.Cuda: builder.Cuda(); break;
                case AcceleratorKind.OpenCL: builder.OpenCL(); break;
                default: builder.CPU(Processor); break;
            }
        });
    }

    private static IReadOnlyList<Device> DevicesOf(Context context, AcceleratorKind kind) => kind switch
    {
        AcceleratorKind.Cuda => [.. context.GetCudaDevices()],
        AcceleratorKind.OpenCL => [.. context.Devices.OfType<CLDevice>().Where(device => device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU))],
        _ => [.. context.GetCPUDevices()],
    };

    private static string IdOf(AcceleratorKind kind, int number) =>
        kind == AcceleratorKind.IlgpuCpu ? AcceleratorKinds.NameOf(kind) : FormattableString.Invariant($"gpu{number}");

    private static Degradation Fallback(List<string> missing, AcceleratorKind kind, DateTimeOffset now) => new(
        "device-fallback",
        $"Clips were to be analysed on {missing[0]}.",
        $"This machine has no device of the kind {string.Join(" or ", missing)}.",
        now,
        $"They are analysed on {AcceleratorKinds.NameOf(kind)}: the same findings, more slowly.");
}

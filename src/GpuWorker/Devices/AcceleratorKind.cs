namespace FunctionsPipeline.GpuWorker.Devices;

/// <summary>What videos can be analysed on, by the names that people type.</summary>
public enum AcceleratorKind
{
    /// <summary>NVIDIA, through the driver's own library: <c>cuda</c>.</summary>
    Cuda,

    /// <summary>A graphics processor with OpenCL 2.0 or later: <c>opencl</c>.</summary>
    OpenCL,

    /// <summary>The kernels on the processor, thread for thread: <c>ilgpu-cpu</c>. It shows that they are right; it is slow.</summary>
    IlgpuCpu,

    /// <summary>The processors with kernels of their own: <c>cpu</c>.</summary>
    Cpu,
}

/// <summary>Names of <see cref="AcceleratorKind"/>.</summary>
public static class AcceleratorKinds
{
    private static readonly IReadOnlyDictionary<string, AcceleratorKind> ByName = new Dictionary<string, AcceleratorKind>(StringComparer.Ordinal)
    {
        ["cuda"] = AcceleratorKind.Cuda,
        ["opencl"] = AcceleratorKind.OpenCL,
        ["ilgpu-cpu"] = AcceleratorKind.IlgpuCpu,
        ["cpu"] = AcceleratorKind.Cpu,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The kind of a name; null when there is none.</summary>
    public static AcceleratorKind? Find(string name) => ByName.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>The name of a kind.</summary>
    public static string NameOf(AcceleratorKind kind) => ByName.First(pair => pair.Value == kind).Key;
}

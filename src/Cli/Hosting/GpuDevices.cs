namespace FunctionsPipeline.Cli.Hosting;

/// <summary>The NVIDIA devices of this machine, as the kernel driver tells them. Loads no library, so a missing one breaks nothing.</summary>
internal static class GpuDevices
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";
    private const string ModelField = "Model:";

    private static readonly string[] DriverLibraries =
    [
        "/usr/lib/x86_64-linux-gnu/libcuda.so.1", "/usr/lib/aarch64-linux-gnu/libcuda.so.1", "/usr/lib64/libcuda.so.1", "/usr/local/nvidia/lib64/libcuda.so.1",
    ];

    /// <summary>True when the library that CUDA programs load is there.</summary>
    public static bool HasCudaDriver => DriverLibraries.Any(File.Exists);

    /// <summary>Names of all devices, in the order of their addresses; empty when there is none.</summary>
    public static IReadOnlyList<string> List()
    {
        if (!Directory.Exists(DriverFolder)) return [];
        return [.. Directory.EnumerateDirectories(DriverFolder).Order(StringComparer.Ordinal).Select(Name)];
    }

    private static string Name(string folder)
    {
        var file = Path.Combine(folder, "information");
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(text => text.StartsWith(ModelField, StringComparison.Ordinal)) : null;
        return line is null ? Path.GetFileName(folder) : line[ModelField.Length..].Trim();
    }
}

using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Devices;

/// <summary>
/// Finds the driver's CUDA library by the name that drivers install it under. ILGPU asks for the name that development packages add,
/// which machines that only run things, and containers, often lack.
/// </summary>
internal static class CudaLibrary
{
    private const string AskedFor = "cuda";
    private const string Installed = "libcuda.so.1";

    /// <summary>Under Windows the library lies here, and ILGPU knows that itself.</summary>
    private const string WindowsSubsystemFolder = "/usr/lib/wsl/lib";

    private static readonly Lock Gate = new();
    private static bool _isFound;

    /// <summary>From now on ILGPU finds the library. Safe for several threads; more than once does nothing.</summary>
    public static void Find()
    {
        lock (Gate)
        {
            if (_isFound || Directory.Exists(WindowsSubsystemFolder)) return;
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
            _isFound = true;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        // Zero means: as usual.
        var isHere = name == AskedFor && OperatingSystem.IsLinux();
        return isHere && NativeLibrary.TryLoad(Installed, assembly, searchPath, out var library) ? library : 0;
    }
}

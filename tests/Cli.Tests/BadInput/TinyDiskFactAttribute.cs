using System.ComponentModel;

namespace FunctionsPipeline.Cli.Tests.BadInput;

/// <summary>A test that needs a file system of its own, small enough to be full; skipped where none can be mounted.</summary>
public sealed class TinyDiskFactAttribute : FactAttribute
{
    private static readonly bool CanMount = TryMount();

    public TinyDiskFactAttribute()
    {
        if (!CanMount) Skip = "A file system in memory can be mounted only by root on Linux, and not in every container.";
    }

    private static bool TryMount()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return false;
        var folder = Directory.CreateTempSubdirectory("mount-probe-").FullName;
        try
        {
            using var disk = new TinyDisk(folder, 64);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return false;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }
}

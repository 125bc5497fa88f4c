using System.Diagnostics;

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
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }
}

/// <summary>A file system in memory at a folder, until disposed.</summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly string _folder;

    public TinyDisk(string folder, int sizeKilobytes)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        Run("mount", "-t", "tmpfs", "-o", $"size={sizeKilobytes}k", "tmpfs", _folder);
    }

    public void Dispose() => Run("umount", _folder);

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program}: {said}");
    }
}

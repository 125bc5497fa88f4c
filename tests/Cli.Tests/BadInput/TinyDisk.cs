using System.Diagnostics;

namespace FunctionsPipeline.Cli.Tests.BadInput;

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

using System.Diagnostics;

namespace FunctionsPipeline.Media.Tests;

/// <summary>A program that is not ffmpeg.</summary>
internal sealed class Script : IDisposable
{
    public Script(string commands, bool isExecutable = true)
    {
        // A shell writes it: were it open for writing in this process, a program that another test starts at that moment would keep it
        // open for a while too, and a file that somebody may write cannot be started.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "cat > \"$0\" && chmod \"$1\" \"$0\"", Path, isExecutable ? "500" : "600"]) { RedirectStandardInput = true };
        using var shell = Process.Start(start)!;
        shell.StandardInput.Write($"#!/bin/sh\n{commands}\n");
        shell.StandardInput.Close();
        shell.WaitForExit();
        shell.ExitCode.ShouldBe(0);
    }

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}

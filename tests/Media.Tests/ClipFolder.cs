using System.Diagnostics;

namespace FunctionsPipeline.Media.Tests;

/// <summary>A folder of its own for the tests of one class, and clips made in it with ffmpeg.</summary>
public sealed class ClipFolder : IAsyncLifetime
{
    private string _path = "";

    public FfmpegTool Tool { get; private set; } = null!;

    public string File(string name) => Path.Combine(_path, name);

    public async Task InitializeAsync()
    {
        _path = Directory.CreateTempSubdirectory("media-tests-").FullName;
        Tool = await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_path, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Makes a clip from ffmpeg's moving test picture.</summary>
    /// <param name="name">File name; its extension tells the container.</param>
    /// <param name="source">Parameters of the test picture.</param>
    /// <param name="encoding">Arguments between the picture and the file.</param>
    public Task<string> MakeAsync(string name, string source = "size=96x64:rate=25:duration=1", params string[] encoding) =>
        RunAsync(name, ["-f", "lavfi", "-i", $"testsrc2={source}", .. encoding]);

    /// <summary>Runs ffmpeg to make a file.</summary>
    public async Task<string> RunAsync(string name, params string[] arguments)
    {
        var file = File(name);
        await OutputAsync(["-y", .. arguments, "file:" + file]);
        return file;
    }

    /// <summary>Runs ffmpeg and takes what it writes on standard output.</summary>
    public async Task<byte[]> OutputAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Tool.Path, ["-nostdin", "-v", "error", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return output.ToArray();
    }

    /// <summary>Command lines of running ffmpeg processes that work on a file.</summary>
    public static IReadOnlyList<string> DecodersOf(string file) =>
        [.. Process.GetProcessesByName("ffmpeg").Select(CommandLineOf).Where(line => line.Contains(file, StringComparison.Ordinal))];

    private static string CommandLineOf(Process process)
    {
        using (process)
        {
            try
            {
                return System.IO.File.ReadAllText($"/proc/{process.Id}/cmdline");
            }
            catch (IOException)
            {
                // It ended between the list and the question.
                return "";
            }
        }
    }
}

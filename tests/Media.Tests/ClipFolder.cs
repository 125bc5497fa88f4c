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

    /// <summary>Ids of running ffmpeg processes that work on a file.</summary>
    public static IReadOnlyList<int> DecodersOf(string file)
    {
        var ids = new List<int>();
        foreach (var process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                if (CommandLineOf(process.Id).Contains(file, StringComparison.Ordinal)) ids.Add(process.Id);
            }
        }

        return ids;
    }

    private static string CommandLineOf(int id)
    {
        try
        {
            return System.IO.File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            // It ended between the list and the question.
            return "";
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FunctionsPipeline.GpuWorker.Tests.Decoding;
using FunctionsPipeline.GpuWorker.Tests.Devices;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.GpuWorker.Tests.Hosting;

/// <summary>The program as a container starts it: environment in, health over HTTP, results in the store, a signal to end it.</summary>
public sealed class WorkerProcessTests : IDisposable
{
    private const string Run = "20261101-120000-000001";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly FolderBlobStore _blobs;
    private readonly FrameJobStore _store;

    public WorkerProcessTests()
    {
        _blobs = new FolderBlobStore(_folder.Path, TimeProvider.System);
        _store = new FrameJobStore(_blobs);
    }

    public void Dispose() => _folder.Dispose();

    [NoGraphicsProcessorFact]
    public async Task A_worker_analyses_a_clip_says_what_it_fell_back_to_and_ends_on_SIGTERM()
    {
        await PutJobAsync("one", "testsrc2=duration=0.3:rate=24:size=64x48");
        using var limit = new CancellationTokenSource(Patience);
        var port = FreePort();

        using var worker = Start(("FP_ACCELERATORS", "cuda,ilgpu-cpu"), ("FP_HEALTH_PORT", $"{port}"), ("FP_WORKER_NAME", "gpu-test"));
        var result = await ResultAsync("one", limit.Token);
        var health = await HealthAsync(port, limit.Token);
        using (Process.Start("kill", ["-TERM", $"{worker.Id}"]))
        {
            await worker.WaitForExitAsync(limit.Token);
        }

        result.Error.ShouldBeNull();
        (result.Worker, result.Device, result.Analysis!.Frames).ShouldBe(("gpu-test", "ilgpu-cpu", 8));
        result.Degradations.Single().Kind.ShouldBe("device-fallback");
        health.ShouldContain("\"device-fallback\"");
        worker.ExitCode.ShouldBe(0);
        Directory.EnumerateFiles(_folder.Path, "*.claim", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.EnumerateFiles(_folder.Path, "*.devices", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_signal_ends_it_in_order_while_it_is_still_starting()
    {
        // An ffmpeg that does not tell its version holds the start up; it says when it was asked.
        var asked = Path.Combine(_folder.Path, "asked");
        Directory.CreateDirectory(asked);
        var program = Path.Combine(_folder.Path, "ffmpeg");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n: > '{asked}/now'\nexec sleep 60\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var limit = new CancellationTokenSource(Patience);
        using var watcher = new FileSystemWatcher(asked) { EnableRaisingEvents = true };
        var wasAsked = new TaskCompletionSource();
        watcher.Created += (_, _) => wasAsked.TrySetResult();

        using var worker = Start(("FFMPEG_PATH", program), ("FP_ACCELERATORS", "cpu"), ("FP_HEALTH_PORT", "0"));
        await wasAsked.Task.WaitAsync(limit.Token);
        using (Process.Start("kill", ["-TERM", $"{worker.Id}"]))
        {
            await worker.WaitForExitAsync(limit.Token);
        }

        worker.ExitCode.ShouldBe(0);
    }

    [OpenCvFact]
    public async Task A_worker_decodes_with_OpenCV_when_it_is_told_to()
    {
        await PutJobAsync("two", "testsrc2=duration=0.3:rate=24:size=64x48");
        using var limit = new CancellationTokenSource(Patience);

        using var worker = Start(("FP_ACCELERATORS", "cpu"), ("FP_HEALTH_PORT", "0"), ("FP_DECODER", "opencv"));
        var result = await ResultAsync("two", limit.Token);
        worker.Kill();
        await worker.WaitForExitAsync(limit.Token);

        (result.Device, result.Analysis!.Frames, result.Degradations.Count).ShouldBe(("cpu", 8, 0));
    }

    [Fact]
    public async Task Settings_that_are_wrong_end_it_before_anything_starts()
    {
        using var limit = new CancellationTokenSource(Patience);

        using var worker = Start(("FP_DECODER", "eyes"));
        var said = await worker.StandardError.ReadToEndAsync(limit.Token);
        await worker.WaitForExitAsync(limit.Token);

        worker.ExitCode.ShouldBe(2);
        said.ShouldContain("FP_DECODER is 'eyes'; allowed are ffmpeg, opencv.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> HealthAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync($"http://127.0.0.1:{port}/healthz", cancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private Process Start(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.GpuWorker")) { RedirectStandardError = variables.Length == 1 };
        start.Environment["FP_STORE_FOLDER"] = _folder.Path;
        start.Environment["FP_SWEEP_SECONDS"] = "1";
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for a result: looks again whenever a file was put.</summary>
    private async Task<FrameResult> ResultAsync(string item, CancellationToken cancellationToken)
    {
        using var put = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(_folder.Path) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => put.Release();
        watcher.Renamed += (_, _) => put.Release();
        watcher.EnableRaisingEvents = true;
        while (true)
        {
            if (await _store.GetResultAsync(Run, item + "-round-1", cancellationToken) is { } result) return result;
            await put.WaitAsync(cancellationToken);
        }
    }

    private async Task PutJobAsync(string item, string source)
    {
        var file = await TestClip.MakeAsync(_folder.Path, item + ".mkv", source);
        var path = $"runs/{Run}/clips/{item}.mkv";
        await _blobs.PutFileAsync(path, file, CancellationToken.None);
        await _store.PutJobAsync(new FrameJob(item + "-round-1", Run, "instance", path, []), CancellationToken.None);
    }
}

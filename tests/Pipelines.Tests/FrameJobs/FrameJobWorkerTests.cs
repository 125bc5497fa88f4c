using System.Collections.Concurrent;
using System.Diagnostics;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.FrameJobs;

/// <summary>The worker over real files and the real decoder.</summary>
public sealed class FrameJobWorkerTests : IDisposable
{
    private const string Run = "20261101-120000-000001";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly FolderBlobStore _blobs;
    private readonly FrameJobStore _store;
    private readonly ConcurrentBag<FrameResult> _done = [];

    public FrameJobWorkerTests()
    {
        _blobs = new FolderBlobStore(_folder.Path, _clock);
        _store = new FrameJobStore(_blobs);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_clip_is_decoded_its_result_is_put_and_the_job_is_gone()
    {
        await PutClipAsync("one", "testsrc2=duration=0.5:rate=24:size=64x48");
        var worker = await CreateWorkerAsync();

        (await worker.WorkOnceAsync(CancellationToken.None)).ShouldBe(1);

        var result = await _store.GetResultAsync(Run, "one-round-1", CancellationToken.None);
        result!.Error.ShouldBeNull();
        (result.Analysis!.Frames, result.Analysis.Width, result.Analysis.Height).ShouldBe((12, 64, 48));
        _done.Single().JobId.ShouldBe("one-round-1");
        (await worker.WorkOnceAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_worker_fell_back_to_stands_in_each_analysis_that_it_makes()
    {
        await PutClipAsync("one", "testsrc2=duration=0.2:rate=24:size=64x48");
        var fallback = new Degradation("device-fallback", "what", "why", _clock.GetUtcNow(), "effect");

        await (await CreateWorkerAsync(fallback)).WorkOnceAsync(CancellationToken.None);

        var result = await _store.GetResultAsync(Run, "one-round-1", CancellationToken.None);
        result!.Degradations.ShouldBe([fallback]);
    }

    [Fact]
    public async Task A_clip_that_is_not_there_gives_a_result_that_says_so()
    {
        await PutJobAsync("gone");

        await (await CreateWorkerAsync()).WorkOnceAsync(CancellationToken.None);

        _done.Single().Error!.Code.ShouldBe("clip_missing");
    }

    [Fact]
    public async Task One_clip_that_cannot_be_decoded_does_not_keep_the_others_from_theirs()
    {
        await PutClipAsync("good", "testsrc2=duration=0.2:rate=24:size=64x48");
        await _blobs.PutAsync(ClipPath("bad"), new MemoryStream("<html>not a clip</html>"u8.ToArray()), BlobCondition.None, CancellationToken.None);
        await PutJobAsync("bad");

        await (await CreateWorkerAsync()).WorkOnceAsync(CancellationToken.None);

        _done.Single(result => result.JobId == "good-round-1").Analysis.ShouldNotBeNull();
        var bad = _done.Single(result => result.JobId == "bad-round-1").Error!;
        bad.Retryable.ShouldBeFalse();
        bad.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_job_whose_result_is_there_already_is_told_again_and_not_done_again()
    {
        await PutJobAsync("twice");
        var earlier = new FrameResult("twice-round-1", Run, "instance", "another worker", null, new FrameJobError("x", "x", null, true));
        await _blobs.PutAsync(
            $"frame-results/{Run}/twice-round-1.json",
            new MemoryStream(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(earlier, Durable.DurableJson.Options)),
            BlobCondition.None,
            CancellationToken.None);

        await (await CreateWorkerAsync()).WorkOnceAsync(CancellationToken.None);

        _done.Single().Worker.ShouldBe("another worker");
    }

    [Fact]
    public async Task A_clip_with_a_defect_gets_a_picture_of_it_beside_the_clips_and_names_its_device()
    {
        await PutClipAsync("dark", "color=black:duration=2:rate=12:size=64x48");

        await (await CreateWorkerAsync()).WorkOnceAsync(CancellationToken.None);

        var result = _done.Single();
        result.Device.ShouldBe("cpu");
        var picture = result.Pictures.ShouldHaveSingleItem();
        (picture.Detector, picture.Path).ShouldBe(("black", $"runs/{Run}/frames/dark-black.jpg"));
        await using var blob = (await _blobs.OpenReadAsync(picture.Path, CancellationToken.None)).ShouldNotBeNull();
        (blob.Content.ReadByte(), blob.Content.ReadByte()).ShouldBe((0xFF, 0xD8));
    }

    [Fact]
    public async Task A_clip_that_is_made_again_leaves_no_picture_of_the_one_before_it()
    {
        await PutClipAsync("dark", "color=black:duration=2:rate=12:size=64x48");
        await _blobs.PutAsync($"runs/{Run}/frames/dark-flicker.jpg", new MemoryStream([1]), BlobCondition.None, CancellationToken.None);
        await _blobs.PutAsync($"runs/{Run}/frames/dark-too-flicker.jpg", new MemoryStream([1]), BlobCondition.None, CancellationToken.None);

        await (await CreateWorkerAsync()).WorkOnceAsync(CancellationToken.None);

        var left = new List<string>();
        await foreach (var blob in _blobs.ListAsync($"runs/{Run}/frames/", CancellationToken.None)) left.Add(Path.GetFileName(blob.Path));
        left.ShouldBe(["dark-black.jpg", "dark-too-flicker.jpg"]);
    }

    [Fact]
    public async Task A_worker_tells_how_its_devices_stand_while_it_works_and_takes_that_back_at_its_end()
    {
        var worker = await CreateWorkerAsync();
        using var stop = new CancellationTokenSource();

        var working = worker.RunAsync(stop.Token);
        await PutClipAsync("one", "testsrc2=duration=0.2:rate=24:size=64x48");
        worker.Wake();
        var during = await FirstReportAsync();
        await stop.CancelAsync();
        await working;

        (during.Worker, during.Devices.Single().Id, during.Devices.Single().JobsMax).ShouldBe(("worker-1", "cpu", Environment.ProcessorCount));
        (await _store.ListDevicesAsync(TimeSpan.FromSeconds(30), _clock.GetUtcNow(), CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_worker_that_has_been_silent_is_not_shown()
    {
        await _store.PutDevicesAsync(new WorkerDevices("gone", []), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(31));

        (await _store.ListDevicesAsync(TimeSpan.FromSeconds(30), _clock.GetUtcNow(), CancellationToken.None)).ShouldBeEmpty();
    }

    private async Task<WorkerDevices> FirstReportAsync()
    {
        while (true)
        {
            var reports = await _store.ListDevicesAsync(TimeSpan.MaxValue, _clock.GetUtcNow(), CancellationToken.None);
            if (reports.Count > 0) return reports[0];
            await Task.Yield();
        }
    }

    private static string ClipPath(string item) => $"runs/{Run}/clips/{item}.mp4";

    private async Task<FrameJobWorker> CreateWorkerAsync(params Degradation[] degradations)
    {
        var ffmpeg = await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);
        return new FrameJobWorker(
            _store,
            _blobs,
            new ClipAnalyzer(ffmpeg, new DevicePool([new CpuDevice()]), TimeProvider.System),
            new FrameJobWorkerOptions { Name = "worker-1", Parallelism = 2, Degradations = degradations },
            (result, _) =>
            {
                _done.Add(result);
                return Task.CompletedTask;
            },
            _clock,
            NullLogger<FrameJobWorker>.Instance);
    }

    private Task PutJobAsync(string item) =>
        _store.PutJobAsync(new FrameJob(item + "-round-1", Run, "instance", ClipPath(item), []), CancellationToken.None);

    private async Task PutClipAsync(string item, string source)
    {
        var file = Path.Combine(_folder.Path, item + ".mp4");
        using var ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", "-threads", "1", file]))!;
        await ffmpeg.WaitForExitAsync();
        ffmpeg.ExitCode.ShouldBe(0);
        await _blobs.PutFileAsync(ClipPath(item), file, CancellationToken.None);
        await PutJobAsync(item);
    }
}

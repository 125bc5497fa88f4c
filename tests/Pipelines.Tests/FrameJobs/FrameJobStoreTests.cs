using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Tests.FrameJobs;

public sealed class FrameJobStoreTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly FrameJob Job = new("item-1-round-1", "20261101-120000-000001", "run:1:0:0", "runs/r/clips/item-1.mp4", []);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly FrameJobStore _store;

    public FrameJobStoreTests() => _store = new FrameJobStore(new FolderBlobStore(_folder.Path, _clock));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_put_twice_is_there_once()
    {
        await _store.PutJobAsync(Job, CancellationToken.None);
        await _store.PutJobAsync(Job, CancellationToken.None);

        (await JobPathsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_has_its_result_is_not_put_again()
    {
        await _store.PutJobAsync(Job, CancellationToken.None);
        var claim = await ClaimAsync("worker-1");
        await _store.CompleteAsync(claim!, Result("worker-1"), CancellationToken.None);

        await _store.PutJobAsync(Job, CancellationToken.None);

        (await JobPathsAsync()).ShouldBeEmpty();
        (await _store.GetResultAsync(Job.RunId, Job.JobId, CancellationToken.None))!.Worker.ShouldBe("worker-1");
    }

    [Fact]
    public async Task A_job_is_worked_on_by_one_worker_at_a_time()
    {
        await _store.PutJobAsync(Job, CancellationToken.None);

        (await ClaimAsync("worker-1")).ShouldNotBeNull();
        (await ClaimAsync("worker-2")).ShouldBeNull();
    }

    [Fact]
    public async Task A_worker_that_stopped_breathing_loses_its_job_after_the_lease()
    {
        await _store.PutJobAsync(Job, CancellationToken.None);
        var first = await ClaimAsync("worker-1");
        _clock.Advance(Lease + TimeSpan.FromSeconds(1));

        (await ClaimAsync("worker-2")).ShouldNotBeNull();
        (await _store.BeatAsync(first!, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_heartbeat_keeps_the_job()
    {
        await _store.PutJobAsync(Job, CancellationToken.None);
        var first = await ClaimAsync("worker-1");
        _clock.Advance(Lease * 0.7);
        (await _store.BeatAsync(first!, CancellationToken.None)).ShouldBeTrue();
        _clock.Advance(Lease * 0.7);

        (await ClaimAsync("worker-2")).ShouldBeNull();
    }

    [Fact]
    public async Task A_worker_known_to_be_dead_loses_its_job_at_once()
    {
        await _store.PutJobAsync(Job, CancellationToken.None);
        await ClaimAsync("host-1");

        (await ClaimAsync("host-2", worker => worker == "host-1")).ShouldNotBeNull();
    }

    private static FrameResult Result(string worker) =>
        new(Job.JobId, Job.RunId, Job.InstanceId, worker, null, new FrameJobError("undecodable", "Nothing can be decoded.", null, false));

    private async Task<ClaimedFrameJob?> ClaimAsync(string worker, Func<string, bool>? isDead = null) =>
        await _store.TryClaimAsync(
            (await JobPathsAsync()).Single(), worker, Lease, isDead ?? (_ => false), _clock.GetUtcNow(), CancellationToken.None);

    private async Task<List<string>> JobPathsAsync()
    {
        var paths = new List<string>();
        await foreach (var path in _store.ListJobPathsAsync(null, CancellationToken.None)) paths.Add(path);
        return paths;
    }
}

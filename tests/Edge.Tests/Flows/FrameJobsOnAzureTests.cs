using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.Pipelines.FrameJobs;

namespace FunctionsPipeline.Edge.Tests.Flows;

/// <summary>Frame jobs between hosts and workers that share nothing but the account.</summary>
[NeedsAzurite]
public sealed class FrameJobsOnAzureTests : IAsyncLifetime
{
    private const string Run = "20261101-120000-7f3a2c";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private readonly LossyTransport _network = new();
    private StoresUnderTest _stores = null!;
    private FrameJobStore _host = null!;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async Task InitializeAsync()
    {
        _stores = await StoresUnderTest.NewAsync();
        _host = Process();
    }

    public Task DisposeAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_job_put_twice_is_one_job_and_its_result_ends_it()
    {
        await _host.PutJobAsync(Job("1"), default);
        await _host.PutJobAsync(Job("1"), default);
        var worker = Process();
        var claim = (await ClaimAsync(worker, "worker-a", "1"))!;

        await worker.CompleteAsync(claim, Result("1"), default);

        (await _host.GetResultAsync(Run, "1", default))!.Worker.ShouldBe("worker-a");
        await _host.PutJobAsync(Job("1"), default);
        (await PathsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_workers_exactly_one_gets_each_job()
    {
        foreach (var job in Enumerable.Range(0, 5)) await _host.PutJobAsync(Job($"{job}"), default);
        var workers = Enumerable.Range(0, 4).Select(_ => Process()).ToList();

        var claims = await Task.WhenAll(
            from job in Enumerable.Range(0, 5)
            from worker in Enumerable.Range(0, 4)
            select ClaimAsync(workers[worker], $"worker-{worker}", $"{job}"));

        claims.OfType<ClaimedFrameJob>().Select(claim => claim.Job.JobId).Order(StringComparer.Ordinal).ShouldBe(["0", "1", "2", "3", "4"]);
    }

    [Fact]
    public async Task A_worker_keeps_its_claim_over_heartbeats_even_when_answers_get_lost()
    {
        await _host.PutJobAsync(Job("1"), default);
        var worker = new FrameJobStore(_stores.Open(_network).Blobs);
        var claim = (await ClaimAsync(worker, "worker-a", "1"))!;

        for (var beat = 0; beat < 3; beat++)
        {
            _network.LoseNext(Azure.Core.RequestMethod.Put);
            (await worker.BeatAsync(claim, default)).ShouldBeTrue();
        }

        (await ClaimAsync(Process(), "worker-b", "1")).ShouldBeNull();
    }

    [Fact]
    public async Task A_job_of_a_worker_that_fell_silent_goes_to_another_and_the_silent_one_hears_of_it()
    {
        await _host.PutJobAsync(Job("1"), default);
        var silent = Process();
        var lost = (await ClaimAsync(silent, "worker-a", "1"))!;

        // The times of blobs have whole seconds.
        var later = Now + Lease + TimeSpan.FromSeconds(2);
        (await ClaimAsync(Process(), "worker-b", "1", later)).ShouldNotBeNull();

        (await silent.BeatAsync(lost, default)).ShouldBeFalse();
    }

    private static FrameJob Job(string id) => new(id, Run, "instance", $"runs/{Run}/clips/{id}.mp4", []);

    private static FrameResult Result(string id) =>
        new(id, Run, "instance", "worker-a", null, new FrameJobError("broken", "The clip has no frames.", null, Retryable: false));

    private static Task<ClaimedFrameJob?> ClaimAsync(FrameJobStore store, string worker, string job, DateTimeOffset? now = null) =>
        store.TryClaimAsync($"frame-jobs/{Run}/{job}.json", worker, Lease, _ => false, now ?? Now, default);

    private FrameJobStore Process() => new(_stores.Open().Blobs);

    private async Task<List<string>> PathsAsync()
    {
        var paths = new List<string>();
        await foreach (var path in _host.ListJobPathsAsync(Run, default)) paths.Add(path);
        return paths;
    }
}

using System.Diagnostics;
using System.Text;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.State.Tests.Blobs;

public sealed class FolderBlobStoreContractTests : BlobStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override Task<IBlobStore> OpenAsync() => Task.FromResult<IBlobStore>(new FolderBlobStore(_folder.Path, TimeProvider.System));

    protected override Task CloseAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}

public sealed class FolderBlobStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_blob_is_a_plain_file_under_the_root()
    {
        await PutAsync(Store(), "runs/r1/clip.txt", "clip");

        (await File.ReadAllTextAsync(_folder.File("runs/r1/clip.txt"))).ShouldBe("clip");
    }

    [Fact]
    public async Task What_a_crash_left_half_written_is_not_listed_and_goes_after_a_day()
    {
        await PutAsync(Store(), "runs/a", "a");
        var leftover = _folder.File(".temp/half");
        await File.WriteAllTextAsync(leftover, "half");
        File.SetLastWriteTimeUtc(leftover, _clock.GetUtcNow().UtcDateTime);

        Store();
        File.Exists(leftover).ShouldBeTrue();
        Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).ShouldBe([".locks", ".temp", "runs"], ignoreOrder: true);

        _clock.Advance(TimeSpan.FromHours(25));
        Store();
        File.Exists(leftover).ShouldBeFalse();
    }

    [Fact]
    public async Task No_temporary_file_stays_after_a_put_that_won_or_lost()
    {
        var store = Store();
        await PutAsync(store, "runs/a", "a");
        await Should.ThrowAsync<BlobConflictException>(() => PutAsync(store, "runs/a", "b", BlobCondition.IfAbsent));

        Directory.GetFiles(_folder.File(".temp")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_clock_that_jumps_back_does_not_bring_an_old_version_back()
    {
        var store = Store();
        var first = await PutAsync(store, "runs/a", "a");
        _clock.JumpTo(_clock.GetUtcNow() - TimeSpan.FromDays(1));
        var second = await PutAsync(store, "runs/a", "b");
        var third = await PutAsync(store, "runs/a", "c");

        new[] { first, second, third }.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_blob_below_a_blob_is_refused()
    {
        var store = Store();
        await PutAsync(store, "runs/a", "a");

        await Should.ThrowAsync<IOException>(() => PutAsync(store, "runs/a/b", "b"));
        await PutAsync(store, "runs/c/d", "d");
        await Should.ThrowAsync<IOException>(() => PutAsync(store, "runs/c", "c"));
    }

    [Fact]
    public async Task Two_stores_on_one_folder_share_their_conditions()
    {
        var first = Store();
        var second = Store();
        var etag = await PutAsync(first, "jobs/j", "1", BlobCondition.IfAbsent);

        await Should.ThrowAsync<BlobConflictException>(() => PutAsync(second, "jobs/j", "2", BlobCondition.IfAbsent));
        await PutAsync(second, "jobs/j", "3", BlobCondition.IfETag(etag));
        await Should.ThrowAsync<BlobConflictException>(() => PutAsync(first, "jobs/j", "4", BlobCondition.IfETag(etag)));
    }

    [Fact]
    public async Task Many_claims_from_two_stores_are_won_once_each()
    {
        FolderBlobStore[] stores = [new(_folder.Path, TimeProvider.System), new(_folder.Path, TimeProvider.System)];
        const int Jobs = 40;

        var wins = await Task.WhenAll(Enumerable.Range(0, Jobs * stores.Length).Select(n => Task.Run(async () =>
        {
            try
            {
                await PutAsync(stores[n % stores.Length], $"jobs/{n / stores.Length}", "claimed", BlobCondition.IfAbsent);
                return 1;
            }
            catch (BlobConflictException)
            {
                return 0;
            }
        })));

        wins.Sum().ShouldBe(Jobs);
    }

    [Fact]
    public async Task A_put_waits_for_another_process_that_holds_the_lock_of_the_path()
    {
        var clock = new WatchedClock();
        var store = new FolderBlobStore(_folder.Path, clock);
        await PutAsync(store, "jobs/j", "1");
        var locks = Directory.GetFiles(_folder.File(".locks"));
        locks.Length.ShouldBe(1);

        // flock of util-linux is that other process: it says when it has the lock and keeps it until its input ends.
        using var holder = Process.Start(new ProcessStartInfo("flock", [locks[0], "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        (await holder.StandardOutput.ReadLineAsync()).ShouldBe("held");
        var put = PutAsync(store, "jobs/j", "2");
        await clock.FirstWait;
        (await File.ReadAllTextAsync(_folder.File("jobs/j"))).ShouldBe("1");
        holder.StandardInput.Close();

        await put;
        await holder.WaitForExitAsync();
        (await File.ReadAllTextAsync(_folder.File("jobs/j"))).ShouldBe("2");
    }

    private static Task<string> PutAsync(FolderBlobStore store, string path, string content, BlobCondition condition = default) =>
        store.PutAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(content)), condition, default);

    private FolderBlobStore Store() => new(_folder.Path, _clock);

    /// <summary>The machine's clock; tells when somebody first waits on it.</summary>
    private sealed class WatchedClock : TimeProvider
    {
        private readonly TaskCompletionSource _firstWait = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task FirstWait => _firstWait.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _firstWait.TrySetResult();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}

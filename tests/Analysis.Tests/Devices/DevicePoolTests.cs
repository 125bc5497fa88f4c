using System.Collections.Concurrent;

namespace FunctionsPipeline.Analysis.Tests.Devices;

public sealed class DevicePoolTests
{
    private static readonly DeviceJob Small = new("small", 100);

    [Fact]
    public async Task Round_robin_gives_each_device_in_turn()
    {
        var pool = Pool(DeviceStrategy.RoundRobin, new FakeDevice("a", 4), new FakeDevice("b", 4), new FakeDevice("c", 4));

        (await DevicesOfAsync(pool, 6)).ShouldBe(["a", "b", "c", "a", "b", "c"]);
    }

    [Fact]
    public async Task Round_robin_passes_over_a_device_that_is_full()
    {
        var pool = Pool(DeviceStrategy.RoundRobin, new FakeDevice("a"), new FakeDevice("b", 3));

        (await DevicesOfAsync(pool, 4)).ShouldBe(["a", "b", "b", "b"]);
    }

    [Fact]
    public async Task Load_balanced_gives_the_device_with_the_smallest_share_of_its_places_taken()
    {
        var pool = Pool(DeviceStrategy.LoadBalanced, new FakeDevice("small", 1), new FakeDevice("large", 4));

        (await DevicesOfAsync(pool, 5)).ShouldBe(["small", "large", "large", "large", "large"]);
    }

    [Fact]
    public async Task Random_is_the_same_for_the_same_seed_and_uses_every_device()
    {
        var one = await DevicesOfAsync(new DevicePool([new FakeDevice("a", 50), new FakeDevice("b", 50)], DeviceStrategy.Random, seed: 7), 40);
        var same = await DevicesOfAsync(new DevicePool([new FakeDevice("a", 50), new FakeDevice("b", 50)], DeviceStrategy.Random, seed: 7), 40);
        var other = await DevicesOfAsync(new DevicePool([new FakeDevice("a", 50), new FakeDevice("b", 50)], DeviceStrategy.Random, seed: 8), 40);

        same.ShouldBe(one);
        other.ShouldNotBe(one);
        one.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Memory_aware_gives_the_device_with_the_most_memory_left()
    {
        var pool = Pool(DeviceStrategy.MemoryAware, new FakeDevice("a", 4, 1000) { UsedBytes = 700 }, new FakeDevice("b", 4, 1000) { UsedBytes = 100 });

        (await pool.LeaseAsync(Small, CancellationToken.None)).Device.Id.ShouldBe("b");
    }

    [Fact]
    public async Task Memory_aware_waits_until_running_jobs_leave_room()
    {
        var pool = Pool(DeviceStrategy.MemoryAware, new FakeDevice("a", 4, 1000));
        var first = await pool.LeaseAsync(new DeviceJob("first", 700), CancellationToken.None);

        var second = pool.LeaseAsync(new DeviceJob("second", 400), CancellationToken.None);

        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Device.Id.ShouldBe("a");
    }

    [Fact]
    public async Task A_job_that_fits_no_device_is_refused_at_once_with_both_figures()
    {
        var pool = Pool(DeviceStrategy.MemoryAware, new FakeDevice("a", 4, 1000), new FakeDevice("b", 4, 2000));

        var refused = await Should.ThrowAsync<DeviceMemoryException>(() => pool.LeaseAsync(new DeviceJob("huge", 3000), CancellationToken.None));

        (refused.NeededBytes, refused.LargestBytes).ShouldBe((3000, 2000));
        refused.Message.ShouldContain("huge");
    }

    [Fact]
    public async Task Memory_taken_by_others_does_not_keep_an_idle_device_waiting_for_ever()
    {
        var pool = Pool(DeviceStrategy.MemoryAware, new FakeDevice("a", 4, 1000) { UsedBytes = 950 });

        (await pool.LeaseAsync(new DeviceJob("job", 500), CancellationToken.None)).Device.Id.ShouldBe("a");
    }

    [Fact]
    public async Task Who_comes_first_is_served_first_also_when_a_later_job_would_fit()
    {
        var pool = Pool(DeviceStrategy.MemoryAware, new FakeDevice("a", 4, 1000));
        var running = await pool.LeaseAsync(new DeviceJob("running", 600), CancellationToken.None);
        var large = pool.LeaseAsync(new DeviceJob("large", 900), CancellationToken.None);
        var small = pool.LeaseAsync(Small, CancellationToken.None);

        small.IsCompleted.ShouldBeFalse();
        running.Dispose();

        (await large).Job.Name.ShouldBe("large");
        (await small).Job.Name.ShouldBe("small");
    }

    [Fact]
    public async Task A_wait_that_is_given_up_lets_those_behind_it_pass()
    {
        var pool = Pool(DeviceStrategy.MemoryAware, new FakeDevice("a", 4, 1000));
        using var running = await pool.LeaseAsync(new DeviceJob("running", 600), CancellationToken.None);
        using var patience = new CancellationTokenSource();
        var large = pool.LeaseAsync(new DeviceJob("large", 900), patience.Token);
        var small = pool.LeaseAsync(Small, CancellationToken.None);

        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => large);
        (await small).Job.Name.ShouldBe("small");
    }

    [Fact]
    public async Task A_job_that_throws_gives_its_place_back()
    {
        var pool = Pool(DeviceStrategy.LoadBalanced, new FakeDevice("a"));

        await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            using var lease = await pool.LeaseAsync(Small, CancellationToken.None);
            throw new InvalidOperationException("The job broke.");
        });

        (await pool.LeaseAsync(Small, CancellationToken.None)).Device.Id.ShouldBe("a");
    }

    [Fact]
    public async Task A_lease_that_is_given_back_twice_counts_once()
    {
        var pool = Pool(DeviceStrategy.LoadBalanced, new FakeDevice("a", 2));
        var lease = await pool.LeaseAsync(Small, CancellationToken.None);
        using var other = await pool.LeaseAsync(Small, CancellationToken.None);

        lease.Dispose();
        lease.Dispose();

        var use = pool.Snapshot().Single();
        (use.Running.Count, use.JobsDone, use.MemoryReservedBytes).ShouldBe((1, 1, Small.Bytes));
    }

    [Fact]
    public async Task A_snapshot_groups_jobs_by_device_with_use_and_memory()
    {
        var pool = Pool(DeviceStrategy.RoundRobin, new FakeDevice("a", 2) { UsedBytes = 250 }, new FakeDevice("b", 4));
        using var one = await pool.LeaseAsync(new DeviceJob("item-1", 10), CancellationToken.None);
        using var two = await pool.LeaseAsync(new DeviceJob("item-2", 20), CancellationToken.None);
        using var three = await pool.LeaseAsync(new DeviceJob("item-3", 30), CancellationToken.None);

        var uses = pool.Snapshot();

        uses[0].Running.ShouldBe(["item-1", "item-3"]);
        uses[1].Running.ShouldBe(["item-2"]);
        (uses[0].Utilisation, uses[1].Utilisation).ShouldBe((1, 0.25));
        (uses[0].MemoryTotalBytes, uses[0].MemoryUsedBytes, uses[0].MemoryReservedBytes).ShouldBe((1000, 250, 40));
    }

    [Theory]
    [InlineData(DeviceStrategy.LoadBalanced)]
    [InlineData(DeviceStrategy.RoundRobin)]
    [InlineData(DeviceStrategy.Random)]
    [InlineData(DeviceStrategy.MemoryAware)]
    public async Task Many_threads_never_hold_more_places_than_there_are_and_all_get_one(DeviceStrategy strategy)
    {
        const int Jobs = 2000;
        var pool = Pool(strategy, new FakeDevice("a", 2), new FakeDevice("b", 3));
        var held = new ConcurrentDictionary<string, int>();
        var isOver = false;

        await Parallel.ForEachAsync(Enumerable.Range(0, Jobs), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, token) =>
        {
            using var lease = await pool.LeaseAsync(Small, token);
            if (held.AddOrUpdate(lease.Device.Id, 1, (_, count) => count + 1) > lease.Device.JobsMax) isOver = true;
            await Task.Yield();
            held.AddOrUpdate(lease.Device.Id, 0, (_, count) => count - 1);
        });

        isOver.ShouldBeFalse();
        pool.Snapshot().Sum(use => use.JobsDone).ShouldBe(Jobs);
        pool.Snapshot().ShouldAllBe(use => use.Running.Count == 0 && use.MemoryReservedBytes == 0);
    }

    [Fact]
    public async Task Waits_given_up_at_any_moment_lose_no_place()
    {
        const int Jobs = 500;
        var pool = Pool(DeviceStrategy.LoadBalanced, new FakeDevice("a", 2));

        await Parallel.ForEachAsync(Enumerable.Range(0, Jobs), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, token) =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
            var waiting = pool.LeaseAsync(Small, patience.Token);
            if (number % 2 == 0) await patience.CancelAsync();
            try
            {
                (await waiting).Dispose();
            }
            catch (OperationCanceledException)
            {
                // Given up in time.
            }
        });

        pool.Snapshot().Single().Running.ShouldBeEmpty();
        using var one = await pool.LeaseAsync(Small, CancellationToken.None);
        using var two = await pool.LeaseAsync(Small, CancellationToken.None);
    }

    [Fact]
    public void A_pool_needs_devices_with_different_ids()
    {
        Should.Throw<ArgumentException>(() => new DevicePool([]));
        Should.Throw<ArgumentException>(() => new DevicePool([new FakeDevice("a"), new FakeDevice("a")]));
    }

    [Fact]
    public void The_processors_are_a_device_with_a_place_for_each()
    {
        var cpu = new CpuDevice();

        (cpu.Id, cpu.Kind, cpu.JobsMax).ShouldBe(("cpu", AnalysisDeviceKind.Cpu, Environment.ProcessorCount));
        cpu.ReadMemoryUsedBytes().ShouldBeInRange(1, cpu.MemoryTotalBytes);
        using var backend = cpu.CreateBackend();
        backend.Name.ShouldBe("cpu");
    }

    [Fact]
    public void Every_strategy_has_a_name_that_is_understood()
    {
        foreach (var strategy in Enum.GetValues<DeviceStrategy>()) DeviceStrategies.Find(DeviceStrategies.NameOf(strategy)).ShouldBe(strategy);
        DeviceStrategies.Find("fastest").ShouldBeNull();
    }

    private static DevicePool Pool(DeviceStrategy strategy, params FakeDevice[] devices) => new(devices, strategy);

    /// <summary>Devices of leases that are all held.</summary>
    private static async Task<IReadOnlyList<string>> DevicesOfAsync(DevicePool pool, int jobs)
    {
        var ids = new List<string>();
        for (var job = 0; job < jobs; job++) ids.Add((await pool.LeaseAsync(Small, CancellationToken.None)).Device.Id);
        return ids;
    }
}

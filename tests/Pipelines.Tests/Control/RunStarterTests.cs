using System.Text;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Control;

/// <summary>A start that may come twice, or die on the way, starts one run.</summary>
public sealed class RunStarterTests : IDisposable
{
    private readonly PipelineWorld _world = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Without_a_key_every_start_is_a_run()
    {
        var (_, starter) = _world.OpenHost();

        await starter.StartAsync(PipelineWorld.TwoPrompts, null, CancellationToken.None);
        await starter.StartAsync(PipelineWorld.TwoPrompts, null, CancellationToken.None);

        _world.Started.Ids.Count.ShouldBe(2);
    }

    [Fact]
    public async Task With_a_key_the_second_start_gets_the_first_run()
    {
        var (_, starter) = _world.OpenHost();
        var key = StartKey.OfRequest("k", "input");

        var first = await starter.StartAsync(PipelineWorld.TwoPrompts, key, CancellationToken.None);
        var second = await starter.StartAsync(PipelineWorld.TwoPrompts, key, CancellationToken.None);

        second.RunId.ShouldBe(first.RunId);
        _world.Started.Ids.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused_and_starts_nothing()
    {
        var (_, starter) = _world.OpenHost();
        await starter.StartAsync(PipelineWorld.TwoPrompts, StartKey.OfRequest("k", "input"), CancellationToken.None);

        var refused = await Should.ThrowAsync<StartRefusedException>(
            starter.StartAsync(PipelineWorld.TwoPrompts, StartKey.OfRequest("k", "another"), CancellationToken.None));

        refused.Code.ShouldBe("idempotency_key_reused");
        _world.Started.Ids.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_specification_leaves_no_claim_behind()
    {
        var (_, starter) = _world.OpenHost();
        var key = StartKey.OfRequest("k", "input");
        var wrong = PipelineWorld.TwoPrompts with { Spec = new SpecSource.OfJson("body", Encoding.UTF8.GetBytes("""{"pipeline":"video-batch"}""")) };
        await Should.ThrowAsync<InputException>(starter.StartAsync(wrong, key, CancellationToken.None));

        (await new StartClaims(_world.Tables, _world.Clock).FindAsync(key, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_document_may_not_name_files_of_the_host()
    {
        var (_, starter) = _world.OpenHost();
        var spy = PipelineWorld.TwoPrompts with { Spec = new SpecSource.OfJson("body", Encoding.UTF8.GetBytes("""{"pipeline":"video-batch","prompts":"/etc/passwd.txt"}""")) };

        var refused = await Should.ThrowAsync<InputException>(starter.StartAsync(spy, null, CancellationToken.None));

        refused.Message.ShouldContain("a list of prompts");
    }

    [Fact]
    public async Task Two_hosts_at_once_start_one_run()
    {
        var hosts = Enumerable.Range(1, 8).Select(seed => _world.OpenHost(seed).Starter).ToList();
        var key = StartKey.OfRequest("k", "input");

        var runs = await Task.WhenAll(hosts.Select(host => Task.Run(() => host.StartAsync(PipelineWorld.TwoPrompts, key, CancellationToken.None))));

        runs.Select(run => run.RunId).Distinct().Count().ShouldBe(1);
        _world.Started.Ids.Count.ShouldBe(1);
        (await _world.Runs.ListAsync(CancellationToken.None).CountAsync()).ShouldBe(1);
    }

    /// <summary>The process ends before or after each input and output of the state; another one does the same again.</summary>
    [Fact]
    public async Task A_crash_at_any_point_is_made_good_by_the_same_start()
    {
        var life = new ProcessLife();
        for (var point = 0; point == 0 || life.HasEnded; point++)
        {
            using var world = new PipelineWorld(_world.Clock.GetUtcNow());
            var key = StartKey.OfRequest("k", "input");
            life = new ProcessLife(point);
            var dying = world.OpenHost(1, new CrashingTableStore(world.Tables, life)).Starter;
            try
            {
                await dying.StartAsync(PipelineWorld.TwoPrompts, key, CancellationToken.None);
            }
            catch (ProcessEndedException)
            {
                // That was the crash.
            }

            var run = await world.OpenHost(2).Starter.StartAsync(PipelineWorld.TwoPrompts, key, CancellationToken.None);

            world.Started.Ids.ShouldBe([$"{run.RunId}:1"], life.Points[^1]);
            (await world.Runs.ListItemsAsync(run.RunId, null, CancellationToken.None).CountAsync()).ShouldBe(2);
        }

        life.Points.ShouldContain(point => point.StartsWith("after write starts", StringComparison.Ordinal));
        life.Points.ShouldContain(point => point.StartsWith("after write runs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Making_a_run_again_leaves_items_that_have_ended_as_they_are()
    {
        var (catalog, starter) = _world.OpenHost();
        var run = await starter.StartAsync(PipelineWorld.TwoPrompts, null, CancellationToken.None);
        var item = (await _world.Runs.GetItemAsync(run.RunId, 0, CancellationToken.None))!;
        await _world.Runs.PutItemAsync(item with { Status = ItemStatus.Succeeded }, CancellationToken.None);

        using var prepared = await catalog["video-batch"].PrepareAsync(new RunRequest { Spec = PipelineWorld.TwoPrompts.Spec }, CancellationToken.None);
        await catalog["video-batch"].CreateAsync(prepared, run.RunId, CancellationToken.None);

        (await _world.Runs.GetItemAsync(run.RunId, 0, CancellationToken.None))!.Status.ShouldBe(ItemStatus.Succeeded);
    }
}

using System.Net;
using System.Net.Http.Json;

namespace FunctionsPipeline.Simulator.Tests.Calls;

public sealed class JournalTests
{
    [Fact]
    public async Task A_restarted_simulator_knows_calls_charges_clips_and_defects()
    {
        using var journal = new TemporaryFile();
        var options = SimulatorUnderTest.Instant with { JournalPath = journal.Path };
        string id, charges, truth;
        byte[] clip;
        await using (var first = await SimulatorUnderTest.StartAsync(options))
        {
            id = await first.SubmitAsync("emerald sparks");
            await first.SubmitFalAsync("a ball");
            clip = await first.Plain.GetByteArrayAsync(await first.UrlOfAsync(id));
            charges = (await first.GetAsync("_sim/charges")).GetRawText();
            truth = (await first.GetAsync("_sim/truth")).GetRawText();
        }

        // Another seed: what was settled before stays settled.
        await using var second = await SimulatorUnderTest.StartAsync(options with { Seed = 99 });
        (await second.GetAsync("_sim/charges")).GetRawText().ShouldBe(charges);
        (await second.GetAsync("_sim/truth")).GetRawText().ShouldBe(truth);
        (await second.Plain.GetByteArrayAsync(await second.UrlOfAsync(id))).ShouldBe(clip);
    }

    [Fact]
    public async Task A_repeat_after_a_restart_is_a_new_call()
    {
        using var journal = new TemporaryFile();
        var options = SimulatorUnderTest.Instant with { JournalPath = journal.Path };
        var ids = new List<string>();
        for (var start = 0; start < 3; start++)
        {
            await using var simulator = await SimulatorUnderTest.StartAsync(options);
            ids.Add(await simulator.SubmitAsync("a ball"));
        }

        ids.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Time_goes_on_while_the_simulator_is_down()
    {
        using var journal = new TemporaryFile();
        var options = SimulatorUnderTest.Slow with { JournalPath = journal.Path, FalConcurrency = 1 };
        await using var first = await SimulatorUnderTest.StartAsync(options);
        await first.SubmitAsync("a ball");
        for (var index = 0; index < 4; index++) await first.SubmitFalAsync($"ball {index}");
        var cancelled = await first.SubmitFalAsync("not wanted");
        await first.Fal.PutAsync(cancelled.Text("cancel_url"), null);
        var clock = first.Clock;
        await first.DisposeAsync();
        clock.Advance(TimeSpan.FromSeconds(250));

        await using var second = await SimulatorUnderTest.StartAsync(options, clock);
        (await second.ChargesAsync()).Select(call => call.Text("state")).ShouldBe(["done", "done", "done", "running", "queued", "cancelled"]);
    }

    [Fact]
    public async Task A_deferred_answer_is_handed_out_once_also_over_a_restart()
    {
        using var journal = new TemporaryFile();
        var options = SimulatorUnderTest.Instant with { JournalPath = journal.Path };
        string[] paths = new string[2];
        await using (var first = await SimulatorUnderTest.StartAsync(options))
        {
            for (var index = 0; index < 2; index++) paths[index] = await DeferAsync(first);
            (await first.Xai.GetAsync(paths[0])).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await using var second = await SimulatorUnderTest.StartAsync(options);
        (await second.Xai.GetAsync(paths[0])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await second.Xai.GetAsync(paths[1])).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Half_a_line_at_the_end_is_cut_off()
    {
        using var journal = new TemporaryFile();
        var options = SimulatorUnderTest.Instant with { JournalPath = journal.Path };
        await using (var first = await SimulatorUnderTest.StartAsync(options)) await first.SubmitAsync("a ball");
        await File.AppendAllTextAsync(journal.Path, "{\"accepted\":{\"provider\":\"xa");

        await using (var second = await SimulatorUnderTest.StartAsync(options)) await second.SubmitAsync("another ball");
        await using var third = await SimulatorUnderTest.StartAsync(options);
        (await third.ChargesAsync()).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_damaged_journal_is_refused_and_left_alone()
    {
        using var journal = new TemporaryFile("{}\nnot json\n{}\n");
        var refusal = await Should.ThrowAsync<StartException>(() => SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant with { JournalPath = journal.Path }));
        refusal.Message.ShouldContain("damaged in line 2");
        (await File.ReadAllTextAsync(journal.Path)).ShouldBe("{}\nnot json\n{}\n");
    }

    [Fact]
    public async Task Two_simulators_do_not_write_one_journal()
    {
        using var journal = new TemporaryFile();
        var options = SimulatorUnderTest.Instant with { JournalPath = journal.Path };
        await using var first = await SimulatorUnderTest.StartAsync(options);
        var refusal = await Should.ThrowAsync<StartException>(() => SimulatorUnderTest.StartAsync(options));
        refusal.Message.ShouldContain(journal.Path);
    }

    [Fact]
    public async Task A_key_is_not_written_down()
    {
        using var journal = new TemporaryFile();
        await using (var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant with { JournalPath = journal.Path }))
        {
            await simulator.SubmitAsync("a secret ball");
            await simulator.SubmitFalAsync("a secret ball");
        }

        var text = await File.ReadAllTextAsync(journal.Path);
        text.ShouldNotContain("test-key");
        text.ShouldNotContain("id:secret");
        text.ShouldNotContain("a secret ball");
    }

    private static async Task<string> DeferAsync(SimulatorUnderTest simulator)
    {
        var body = new { model = "grok-4.3", messages = new[] { new { role = "user", content = "x" } }, deferred = true };
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/chat/completions", body);
        return "xai/v1/chat/deferred-completion/" + (await SimulatorUnderTest.ReadAsync(response)).Text("request_id");
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Images.Runs;

/// <summary>What runs of images come to, from the specification to the folder.</summary>
public sealed class ImagesRunTests : IAsyncLifetime
{
    private ImagesWorld _world = null!;

    public async Task InitializeAsync() => _world = await ImagesWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_prompt_is_improved_until_its_image_is_proven_good_enough()
    {
        var run = await _world.RunAsync(ImagesWorld.Spec(1));

        run.Status.ShouldBe(RunStatus.Succeeded);
        var summary = await _world.SummaryAsync(run, "prompt-0001");
        summary.Stop.ShouldBe(IterationStop.Target);
        summary.Chosen.ShouldBe(4);
        summary.Images.Select(image => image.Prompt).ShouldBe(
        [
            "A thing, number 1", "A thing, number 1, better", "A thing, number 1, better, better", "A thing, number 1, better, better, better",
        ]);
        summary.Images[1].Mends.ShouldBe(["sharpness", "noise"]);
        summary.Gain.Gain!.Value.ShouldBeGreaterThan(0.3);
        summary.Gain.GainPerUsd!.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_improver_hears_of_failed_checks_only()
    {
        await _world.RunAsync(ImagesWorld.Spec(1));

        var asked = _world.Studio.Improved.First();
        asked.ShouldContain("- sharpness (0.50): about the sharpness\n- noise (0.50): about the noise");
        foreach (var passed in new[] { "exposure", "contrast", "composition", "colour", "prompt match" }) asked.ShouldNotContain(passed);
    }

    [Fact]
    public async Task The_results_lie_where_they_have_always_lain()
    {
        var run = await _world.RunAsync(ImagesWorld.Spec(2, "\"iterationsMax\":2"));

        var files = await _world.FilesAsync(run);
        files.Where(file => !file.StartsWith("answers/", StringComparison.Ordinal) && !file.StartsWith("plan/", StringComparison.Ordinal)).ShouldBe(
            [
                "audit.jsonl", "items.jsonl", "ledger.jsonl", "manifest.sha256", "report.html", "run.json",
                .. Results("prompt-0001"), .. Results("prompt-0002"),
            ],
            ignoreOrder: true);
        var result = JsonNode.Parse(await _world.TextAsync(run, "results/prompt-0001/iteration_2_results.json"))!;
        var image = await _world.BytesAsync(run, "results/prompt-0001/iteration_2.png");
        result["sha256"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(image)));
        (await _world.TextAsync(run, "manifest.sha256")).ShouldContain($"{result["sha256"]}  results/prompt-0001/iteration_2.png");
        (await _world.TextAsync(run, "results/prompt-0001/iteration_2_results.yaml")).ShouldContain("iteration: 2\nprompt: \"A thing, number 1, better\"\nimprovedFrom: 1");

        static IEnumerable<string> Results(string id) =>
        [
            $"results/{id}/iteration_1.png", $"results/{id}/iteration_1_results.json", $"results/{id}/iteration_1_results.yaml", $"results/{id}/iteration_1_evaluation.json",
            $"results/{id}/iteration_2.png", $"results/{id}/iteration_2_results.json", $"results/{id}/iteration_2_results.yaml", $"results/{id}/iteration_2_evaluation.json",
            $"results/{id}/summary.json",
        ];
    }

    [Fact]
    public async Task One_format_is_written_when_one_is_asked_for()
    {
        var run = await _world.RunAsync(ImagesWorld.Spec(1, "\"iterationsMax\":1,\"formats\":[\"yaml\"]"));

        (await _world.FilesAsync(run)).Where(file => file.Contains("_results.", StringComparison.Ordinal)).ShouldBe(["results/prompt-0001/iteration_1_results.yaml"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"baseline\":3")]
    [InlineData("\"budgetUsd\":0.1")]
    [InlineData("\"patience\":1,\"targetScore\":1,\"rescores\":0")]
    public async Task Every_decision_follows_again_from_the_scores_in_the_summary(string more)
    {
        var run = await _world.RunAsync(ImagesWorld.Spec(1, more));

        var summary = await _world.SummaryAsync(run, "prompt-0001");
        summary.Iteration.FirstDifference().ShouldBeNull();
        summary.Iteration.Replay().ShouldBe(summary.Iteration.Decisions);
        summary.Iteration.Iterations.Sum(image => image.SpentTicks).ShouldBe((await _world.CallsAsync(run)).Sum(call => call.ChargedTicks!.Value));
    }

    [Fact]
    public async Task A_budget_stops_a_prompt_before_it_passes_its_share()
    {
        var run = await _world.RunAsync(ImagesWorld.Spec(1, "\"budgetUsd\":0.1"));

        var summary = await _world.SummaryAsync(run, "prompt-0001");
        summary.Stop.ShouldBe(IterationStop.Budget);
        summary.SpentTicks.ShouldBeLessThanOrEqualTo(1_000_000_000);
    }

    [Fact]
    public async Task Samples_are_made_of_one_prompt_and_nothing_is_improved()
    {
        var run = await _world.RunAsync(ImagesWorld.Spec(1, "\"baseline\":3"));

        _world.Studio.Ordered.ShouldBe(Enumerable.Repeat("A thing, number 1", 3));
        _world.Studio.Improved.ShouldBeEmpty();
        (await _world.SummaryAsync(run, "prompt-0001")).Iteration.Plan.ShouldBe(IterationPlan.Parallel);
    }

    [Fact]
    public async Task Every_line_of_the_audit_trail_names_a_call_of_the_ledger()
    {
        var run = await _world.RunAsync(ImagesWorld.Spec(2, "\"iterationsMax\":2"));

        var lines = (await _world.TextAsync(run, "audit.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        var held = lines.Where(line => (string)line["event"]! == "held").Select(line => (string)line["callId"]!).ToList();
        held.ShouldBe((await _world.CallsAsync(run)).Select(call => call.CallId), ignoreOrder: true);
        lines.Count(line => (string)line["event"]! == "settled").ShouldBe(held.Count);
        lines.Where(line => (string)line["event"]! == "ended").Select(line => (string)line["itemId"]!).ShouldBe(["prompt-0001", "prompt-0002"]);
    }

    [Fact]
    public async Task The_contact_sheet_shows_images_scores_and_what_changed_in_the_prompt()
    {
        var run = await _world.RunAsync(ImagesWorld.Spec(["A <b>bold</b> thing"], "\"iterationsMax\":2"));

        var page = await _world.TextAsync(run, "report.html");
        page.ShouldContain("<img src=\"results/prompt-0001/iteration_2.png\"");
        page.ShouldContain("<del>thing</del> <ins>thing, better</ins>");
        page.ShouldContain("A &lt;b&gt;bold&lt;/b&gt; thing");
        page.ShouldNotContain("<script");
        ClassesOf(page.Replace(PageStyle.Css, "", StringComparison.Ordinal)).Intersect(ClassesOf(PageStyle.Css)).ShouldBeEmpty("a class of the page's own would get the common rules too");

        static IEnumerable<string> ClassesOf(string css) => Regex.Matches(css, @"\.([a-z]+)\{").Select(match => match.Groups[1].Value);
    }

    [Fact]
    public async Task A_fork_with_one_edited_prompt_pays_for_that_prompt_alone()
    {
        var prompts = Enumerable.Range(1, 6).Select(number => $"A thing, number {number}").ToList();
        var first = await _world.RunAsync(ImagesWorld.Spec(prompts));
        var before = await _world.CallsAsync(first);
        prompts[3] = "Another thing, number 4";

        var fork = await _world.RunAsync(ImagesWorld.Spec(prompts), forkOf: first);

        fork.Status.ShouldBe(RunStatus.Succeeded);
        var bought = await _world.CallsAsync(fork);
        bought.ShouldAllBe(call => call.ItemId == "prompt-0004");
        var images = (await _world.SummaryAsync(fork, "prompt-0004")).Images.Count;
        bought.Count(call => call.Step == "image.openai-compatible").ShouldBe(images);
        bought.Count.ShouldBe(before.Count(call => call.ItemId == "prompt-0004"));
        _world.Studio.Ordered.Count.ShouldBe(before.Count(call => call.Step == "image.openai-compatible") + images);

        var (old, taken) = (await _world.SummaryAsync(first, "prompt-0002"), await _world.SummaryAsync(fork, "prompt-0002"));
        taken.Images.ShouldAllBe(image => image.TakenFrom == first.RunId.Value);
        taken.Images.Select(image => image.Sha256).ShouldBe(old.Images.Select(image => image.Sha256));
        taken.Iteration.Decisions.ShouldBe(old.Iteration.Decisions);
        (await _world.BytesAsync(fork, "results/prompt-0002/iteration_3.png")).ShouldBe(await _world.BytesAsync(first, "results/prompt-0002/iteration_3.png"));
    }

    [Fact]
    public async Task A_fork_from_the_judge_makes_the_first_image_of_no_prompt_again()
    {
        var first = await _world.RunAsync(ImagesWorld.Spec(1, "\"iterationsMax\":1"));

        var fork = await _world.RunAsync(ImagesWorld.Spec(1, "\"iterationsMax\":1"), forkOf: first, from: "evaluate");

        (await _world.CallsAsync(fork)).Select(call => call.Step).Distinct().ShouldBe(["evaluate.openai-compatible"]);
    }

    [Fact]
    public async Task A_refused_prompt_ends_alone_and_costs_one_call()
    {
        _world.Studio.Paint = (prompt, number) => prompt.Contains("number 2", StringComparison.Ordinal) ? null : PaintedPng.Of(number);

        var run = await _world.RunAsync(ImagesWorld.Spec(3, "\"iterationsMax\":1"));

        var items = await _world.ItemsAsync(run);
        items.Select(item => item.Status).ShouldBe([ItemStatus.Succeeded, ItemStatus.Failed, ItemStatus.Succeeded]);
        items[1].FailedStage.ShouldBe("image");
        _world.Studio.Ordered.Count(prompt => prompt.Contains("number 2", StringComparison.Ordinal)).ShouldBe(1);
        (await _world.CallsAsync(run)).Where(call => call.ItemId == "prompt-0002").Sum(call => call.ChargedTicks ?? 0).ShouldBe(0);
    }

    [Fact]
    public async Task A_picture_that_fails_the_local_checks_is_made_again_and_never_judged()
    {
        _world.Studio.Paint = (_, number) => number == 1 ? PaintedPng.Dark() : PaintedPng.Of(number);

        var run = await _world.RunAsync(ImagesWorld.Spec(1, "\"iterationsMax\":1,\"rescores\":0"));

        run.Status.ShouldBe(RunStatus.Succeeded);
        _world.Studio.Ordered.Count.ShouldBe(2);
        _world.Studio.Judged.Count.ShouldBe(1);
        (await _world.SummaryAsync(run, "prompt-0001")).Iteration.Iterations[0].ImageTicks.ShouldBe(2 * 200_000_000);
    }

    [Fact]
    public async Task Three_bad_pictures_are_enough()
    {
        _world.Studio.Paint = (_, _) => PaintedPng.Dark();

        var run = await _world.RunAsync(ImagesWorld.Spec(1));

        var item = (await _world.ItemsAsync(run)).ShouldHaveSingleItem();
        item.Error!.Code.ShouldBe("image_check_failed");
        item.Error.Message.ShouldContain("below 0.65: ");
        _world.Studio.Ordered.Count.ShouldBe(3);
        _world.Studio.Judged.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_picture_that_was_there_before_is_no_next_one_and_the_best_so_far_stays()
    {
        _world.Studio.Paint = (_, _) => PaintedPng.Of(1);

        var run = await _world.RunAsync(ImagesWorld.Spec(1));

        var item = (await _world.ItemsAsync(run)).ShouldHaveSingleItem();
        item.Status.ShouldBe(ItemStatus.Degraded);
        item.Degradations.ShouldHaveSingleItem().Kind.ShouldBe("stopped_early");
        item.Degradations[0].Why.ShouldContain("duplicate");
        var summary = await _world.SummaryAsync(run, "prompt-0001");
        summary.Images.Count.ShouldBe(1);
        summary.Chosen.ShouldBe(1);
        summary.Iteration.FirstDifference().ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_asked_for_again()
    {
        _world.Studio.Paint = (_, number) => number == 1 ? PaintedPng.Of(1)[..^200] : PaintedPng.Of(number);

        var run = await _world.RunAsync(ImagesWorld.Spec(1, "\"iterationsMax\":1"));

        run.Status.ShouldBe(RunStatus.Succeeded);
        _world.Studio.Ordered.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_evaluation_of_another_form_is_asked_for_again()
    {
        var answers = 0;
        var judge = _world.Studio.Judge;
        _world.Studio.Judge = prompt => Interlocked.Increment(ref answers) == 1 ? """{"score":0.9,"checks":[]}""" : judge(prompt);

        var run = await _world.RunAsync(ImagesWorld.Spec(1, "\"iterationsMax\":1,\"rescores\":0"));

        run.Status.ShouldBe(RunStatus.Succeeded);
        _world.Studio.Judged.Count.ShouldBe(2);
        _world.Studio.Ordered.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_prompt_that_comes_back_unchanged_is_tried_again_as_it_is()
    {
        _world.Studio.Improve = prompt => JsonSerializer.Serialize(new { prompt });

        var run = await _world.RunAsync(ImagesWorld.Spec(1));

        run.Status.ShouldBe(RunStatus.Succeeded);
        var summary = await _world.SummaryAsync(run, "prompt-0001");
        summary.Stop.ShouldBe(IterationStop.Plateau);
        summary.Images.Count.ShouldBe(3);
        summary.Chosen.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_round_goes_on_where_the_first_failed_and_buys_nothing_twice()
    {
        _world.Studio.Judge = _ => "no";
        var failed = await _world.RunAsync(ImagesWorld.Spec(1, "\"iterationsMax\":1,\"rescores\":0"));
        failed.Status.ShouldBe(RunStatus.Failed);
        _world.Studio.Judge = _ => FakeStudio.Evaluation(0.9);

        var retried = await _world.Catalog["images"].PlanRetryAsync(failed, item => item.Status == ItemStatus.Failed, null, false, CancellationToken.None);
        var run = await _world.EndOfAsync(retried!);

        run.Status.ShouldBe(RunStatus.Succeeded);
        _world.Studio.Ordered.Count.ShouldBe(1);
        (await _world.CallsAsync(run)).ShouldAllBe(call => call.State == PaidCallState.Settled);
    }

    [Fact]
    public async Task Without_ffmpeg_images_are_not_checked_and_that_is_said()
    {
        await using var world = await ImagesWorld.StartAsync(hasFfmpeg: false);

        var run = await world.RunAsync(ImagesWorld.Spec(1, "\"iterationsMax\":2"));

        run.Status.ShouldBe(RunStatus.Degraded);
        (await world.ItemsAsync(run))[0].Degradations.ShouldHaveSingleItem().Kind.ShouldBe("local_checks_missing");
        (await world.SummaryAsync(run, "prompt-0001")).Images.ShouldAllBe(image => image.LocalScore == null && image.NotChecked != null);
    }
}

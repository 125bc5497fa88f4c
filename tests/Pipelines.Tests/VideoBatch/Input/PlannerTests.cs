using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

public sealed class PlannerTests : IDisposable
{
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string PlanPath => Path.Combine(_folder.Path, "plan.jsonl");

    private async Task<(PlanSummary Summary, List<PlannedItem> Items)> PlanAsync(string spec)
    {
        var summary = await VideoBatchPlanner.WriteFileAsync(await _folder.ReadSpecAsync(spec), PlanPath);
        await using var plan = File.OpenRead(PlanPath);
        var items = new List<PlannedItem>();
        await foreach (var item in VideoBatchPlanner.ReadAsync(plan)) items.Add(item);
        return (summary, items);
    }

    [Fact]
    public async Task A_plan_is_prompts_times_variants_times_repeats()
    {
        var (summary, items) = await PlanAsync("pipeline: video-batch\nprompts: prompts.txt\ntraps: [zero-gravity, emerald-sparks]\nrepeat: 2\n");

        items.Select(item => item.Id).ShouldBe(
        [
            "p0001.plain.r1", "p0001.plain.r2", "p0001.zero-gravity.r1", "p0001.zero-gravity.r2", "p0001.emerald-sparks.r1", "p0001.emerald-sparks.r2",
            "p0002.plain.r1", "p0002.plain.r2", "p0002.zero-gravity.r1", "p0002.zero-gravity.r2", "p0002.emerald-sparks.r1", "p0002.emerald-sparks.r2",
        ]);
        items.Select(item => item.Index).ShouldBe(Enumerable.Range(0, 12));
        (summary.Items, summary.Prompts, summary.Variants).ShouldBe((12, 2, 3));
        (summary.HighPriority, summary.NormalPriority, summary.LowPriority).ShouldBe((0, 12, 0));
    }

    [Fact]
    public async Task An_item_keeps_how_its_text_was_made()
    {
        var (_, items) = await PlanAsync("pipeline: video-batch\nprompts: prompts.txt\ntraps: [weightless-melt]\nexpects: [ballistic]\n");

        var item = items.Single(item => item.Id == "p0002.weightless-melt.r1");
        item.PromptId.ShouldBe("p0002");
        item.VariantId.ShouldBe("weightless-melt");
        item.Traps.ShouldBe(["zero-gravity", "texture-bleeding"]);
        item.Families.ShouldBe([TrapFamily.Physics, TrapFamily.Coherence]);
        item.TargetDefects.ShouldBe(["melting"]);
        item.Formula.ShouldMatch(@"\Azero-gravity:\d+\+texture-bleeding:\d+\z");
        item.Text.ShouldStartWith("Apples fall from a tree. ");
        item.Text.ShouldContain("zero gravity");
        item.Expects.ShouldBe(["ballistic"]);
        items.Single(item => item.Id == "p0002.plain.r1").Text.ShouldBe("Apples fall from a tree.");
    }

    [Fact]
    public async Task Repeats_share_their_text()
    {
        var (_, items) = await PlanAsync("pipeline: video-batch\nprompts: prompts.txt\ntraps: [zero-gravity]\nincludePlain: false\nrepeat: 3\n");

        items.GroupBy(item => item.PromptId).ShouldAllBe(group => group.Select(item => item.Text).Distinct().Count() == 1 && group.Count() == 3);
    }

    [Fact]
    public async Task The_same_input_gives_the_same_plan_byte_for_byte()
    {
        const string Spec = "pipeline: video-batch\nprompts: prompts.txt\nseed: 9\n";
        var (first, _) = await PlanAsync(Spec);
        var bytes = await File.ReadAllBytesAsync(PlanPath);

        var (second, _) = await PlanAsync(Spec);

        (await File.ReadAllBytesAsync(PlanPath)).ShouldBe(bytes);
        second.ShouldBe(first);
        first.PlanSha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        first.PromptsSha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "prompts.txt")))));
    }

    [Fact]
    public async Task Another_seed_gives_other_words_and_the_same_ids()
    {
        var (_, one) = await PlanAsync("pipeline: video-batch\nprompts: prompts.txt\nseed: 1\n");
        var (_, other) = await PlanAsync("pipeline: video-batch\nprompts: prompts.txt\nseed: 2\n");

        other.Select(item => item.Id).ShouldBe(one.Select(item => item.Id));
        other.Select(item => item.Text).ShouldNotBe(one.Select(item => item.Text));
    }

    [Fact]
    public async Task Priorities_start_four_to_two_to_one_and_nobody_starves()
    {
        var prompts = string.Join(", ", Enumerable.Range(0, 60).Select(number =>
            $"{{id: q{number}, text: x, priority: {(number % 3) switch { 0 => "high", 1 => "normal", _ => "low" }}}}"));
        var (summary, items) = await PlanAsync($"pipeline: video-batch\nprompts: [{prompts}]\ntraps: []\n");

        (summary.HighPriority, summary.NormalPriority, summary.LowPriority).ShouldBe((20, 20, 20));
        foreach (var window in items.Take(35).Chunk(7))
        {
            window.Count(item => item.Priority == ItemPriority.High).ShouldBe(4);
            window.Count(item => item.Priority == ItemPriority.Normal).ShouldBe(2);
            window.Count(item => item.Priority == ItemPriority.Low).ShouldBe(1);
        }

        items.Where(item => item.Priority == ItemPriority.Low).Select(item => item.PromptId)
            .ShouldBe(Enumerable.Range(0, 20).Select(number => $"q{number * 3 + 2}"));
        items.Select(item => item.Index).ShouldBe(Enumerable.Range(0, 60));
    }

    [Fact]
    public async Task A_prompt_without_priority_takes_the_specs()
    {
        var (summary, _) = await PlanAsync("pipeline: video-batch\nprompts: [a, {text: b, priority: high}]\npriority: low\ntraps: []\n");

        (summary.HighPriority, summary.NormalPriority, summary.LowPriority).ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task A_bad_prompt_at_the_very_end_leaves_the_old_plan_alone_and_nothing_else()
    {
        await File.WriteAllTextAsync(PlanPath, "old");
        _folder.Write("late.jsonl", string.Concat(Enumerable.Repeat("\"a ball\"\n", 500)) + "{\"text\": 5}\n");
        var spec = await _folder.ReadSpecAsync("pipeline: video-batch\nprompts: late.jsonl\n");

        var refused = await Should.ThrowAsync<InputException>(VideoBatchPlanner.WriteFileAsync(spec, PlanPath));

        refused.Problems.Single().Line.ShouldBe(501);
        (await File.ReadAllTextAsync(PlanPath)).ShouldBe("old");
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).ShouldBe(["batch.yaml", "late.jsonl", "plan.jsonl", "prompts.txt"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_plan_leaves_no_temporary_files()
    {
        await PlanAsync("pipeline: video-batch\nprompts: prompts.txt\n");

        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).ShouldBe(["batch.yaml", "plan.jsonl", "prompts.txt"], ignoreOrder: true);
    }

    [Fact]
    public async Task More_than_a_million_items_are_refused_with_the_sum()
    {
        _folder.Write("many.txt", string.Concat(Enumerable.Repeat("a ball\n", 100)));
        var traps = string.Join(", ", TrapCatalog.Names);
        var spec = await _folder.ReadSpecAsync($"pipeline: video-batch\nprompts: many.txt\nrepeat: 1000\ntraps: [{traps}]\n");

        var refused = await Should.ThrowAsync<InputException>(VideoBatchPlanner.WriteFileAsync(spec, PlanPath));

        refused.Problems.Single().Message.ShouldBe("the plan has too many items");
        refused.Problems.Single().Found.ShouldNotBeNull().ShouldContain("11 variants x 1000 repeats");
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_behind()
    {
        var spec = await _folder.ReadSpecAsync("pipeline: video-batch\nprompts: prompts.txt\n");

        await Should.ThrowAsync<OperationCanceledException>(VideoBatchPlanner.WriteFileAsync(spec, PlanPath, new CancellationToken(canceled: true)));

        File.Exists(PlanPath).ShouldBeFalse();
        Directory.GetFiles(_folder.Path).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Ids_are_safe_in_paths_and_unique_for_the_longest_names()
    {
        var id = new string('x', 64);
        var all = string.Join('+', TrapCatalog.All.Select(trap => trap.Id));
        var (_, items) = await PlanAsync($"pipeline: video-batch\nprompts: [{{id: {id}, text: a}}, {{id: {id[1..]}, text: b}}]\ntraps: [{all}]\n");

        items.ShouldAllBe(item => item.Id.Length <= 200 && item.Id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' || letter == '_' || letter == '-'));
        items.Select(item => item.Id).Distinct().Count().ShouldBe(4);
    }
}

using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

public sealed class FactorialVariantsTests : IDisposable
{
    private static readonly string[] SixTraps = [.. TrapCatalog.All.Select(trap => trap.Id)];
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Six_traps_make_16_variants_with_each_trap_in_eight_of_them()
    {
        var recipes = FactorialVariants.Of(SixTraps);

        recipes.Select(recipe => recipe.Id).ShouldBe(["plain", .. Enumerable.Range(2, 15).Select(number => $"factorial-{number:00}")]);
        foreach (var trap in SixTraps) recipes.Count(recipe => recipe.TrapIds.Contains(trap)).ShouldBe(8);
    }

    [Fact]
    public void Only_variants_with_traps_count_as_factorial() =>
        FactorialVariants.Of(SixTraps).Where(recipe => FactorialVariants.IsOne(recipe.Id)).ShouldAllBe(recipe => recipe.TrapIds.Count > 0);

    [Fact]
    public async Task A_factorial_plan_shuffles_the_clips_of_each_prompt_and_is_the_same_for_the_same_seed()
    {
        const string text = "pipeline: video-batch\nprompts: prompts.txt\nvariants: factorial\n";

        var order = await PlanAsync(text);

        order.Count.ShouldBe(32);
        order.Select(item => item.PromptId).ShouldBe([.. Enumerable.Repeat("p0001", 16), .. Enumerable.Repeat("p0002", 16)]);
        var (first, second) = (order.Take(16).Select(item => item.VariantId).ToArray(), order.Skip(16).Select(item => item.VariantId).ToArray());
        first.ShouldBeUnique();
        first.ShouldNotBe(second);
        first.ShouldNotBe([.. first.Order(StringComparer.Ordinal)]);
        (await PlanAsync(text)).Select(item => item.Id).ShouldBe(order.Select(item => item.Id));
        (await PlanAsync(text + "seed: 2\n")).Select(item => item.Id).ShouldNotBe(order.Select(item => item.Id));
    }

    [Theory]
    [InlineData("[weightless-melt]", "list single traps only")]
    [InlineData("[zero-gravity+texture-bleeding, emerald-sparks]", "list single traps only")]
    [InlineData("[]", "takes 1 to 6 traps, not 0")]
    public async Task Traps_that_make_no_design_are_refused_with_the_reason(string traps, string reason)
    {
        var refused = await _folder.RefuseSpecAsync($"pipeline: video-batch\nprompts: prompts.txt\ntraps: {traps}\nvariants: factorial\n");

        refused.Problems.Single().Message.ShouldContain(reason);
    }

    private async Task<List<PlannedItem>> PlanAsync(string spec)
    {
        var path = Path.Combine(_folder.Path, "plan.jsonl");
        await VideoBatchPlanner.WriteFileAsync(await _folder.ReadSpecAsync(spec), path);
        await using var plan = File.OpenRead(path);
        return await VideoBatchPlanner.ReadAsync(plan).ToListAsync();
    }
}

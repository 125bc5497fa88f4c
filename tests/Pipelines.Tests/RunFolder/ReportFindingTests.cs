using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder;

/// <summary>What the report says in words, and with how much confidence.</summary>
public class ReportFindingTests
{
    [Fact]
    public async Task A_trap_whose_interval_lies_above_the_plain_prompts_is_named()
    {
        var report = await ReportAsync([.. Clips("plain", 0, 20), .. Clips("emerald-sparks", 15, 20), .. Clips("zero-gravity", 2, 20)]);

        report.Variants.Select(row => (row.VariantId, row.Standing)).ShouldBe([
            ("emerald-sparks", VariantStanding.AbovePlain),
            ("zero-gravity", VariantStanding.NotToldApart),
            ("plain", VariantStanding.Baseline),
        ]);
        report.Finding.ShouldBe("17 of 60 measured clips have a defect. Clearly above the plain prompts: emerald-sparks (15 of 20).");
    }

    [Fact]
    public async Task A_sentence_names_three_traps_and_counts_the_others()
    {
        string[] traps = ["zero-gravity", "momentum-violation", "gravity-inversion", "emerald-sparks", "texture-bleeding"];
        var report = await ReportAsync([.. Clips("plain", 0, 20), .. traps.SelectMany((trap, i) => Clips(trap, 20 - i, 20))]);

        report.Finding.ShouldEndWith("zero-gravity (20 of 20), momentum-violation (19 of 20), gravity-inversion (18 of 20) and 2 more.");
    }

    [Fact]
    public async Task A_batch_too_small_to_tell_says_so()
    {
        var report = await ReportAsync([.. Clips("plain", 1, 4), .. Clips("emerald-sparks", 3, 4)]);

        report.Variants[0].Standing.ShouldBe(VariantStanding.NotToldApart);
        report.Finding.ShouldContain("emerald-sparks has the highest share (3 of 4), but no trap can be told apart from the plain prompts");
    }

    [Fact]
    public async Task A_trap_with_fewer_defects_than_the_plain_prompts_is_not_called_harmful()
    {
        var report = await ReportAsync([.. Clips("plain", 20, 20), .. Clips("zero-gravity", 2, 20)]);

        report.Variants[0].Standing.ShouldBe(VariantStanding.BelowPlain);
        report.Finding.ShouldNotContain("above");
    }

    [Fact]
    public async Task Without_plain_prompts_no_cause_is_named()
    {
        var report = await ReportAsync([.. Clips("emerald-sparks", 8, 8)]);

        report.Variants[0].Standing.ShouldBe(VariantStanding.NotMeasured);
        report.Finding.ShouldContain("it is not known whether the trap is the cause");
    }

    [Fact]
    public async Task A_batch_without_defects_or_without_clips_claims_nothing_more()
    {
        (await ReportAsync([.. Clips("plain", 0, 3)])).Finding.ShouldBe("No detector found a defect in 3 measured clips.");
        (await ReportAsync([Item(0).Analysed(Abstained("flicker"))])).Finding.ShouldBe("No detector could measure any of the clips, so nothing is known about defects.");
        (await ReportAsync([Item(0).Ended(ItemStatus.Failed, "timeout")])).Finding.ShouldBe("There is no clip to judge the model by.");
    }

    [Theory]
    [InlineData(RunStatus.BudgetStopped, "then a budget cap stopped the run")]
    [InlineData(RunStatus.Cancelled, "then the run was cancelled")]
    public async Task A_run_that_was_stopped_says_so_first(RunStatus status, string words)
    {
        var report = await ReportAsync([Item(0).Analysed(Clean("flicker")), Item(1).Ended(ItemStatus.Skipped, "stopped")], status);

        report.Headline.ShouldContain(words);
    }

    [Fact]
    public async Task Unknown_calls_come_with_the_commands_that_settle_them()
    {
        var report = await ReportAsync([Item(0).Ended(ItemStatus.Unknown, "connection_lost")], RunStatus.Failed);

        report.Unknown.ShouldHaveSingleItem().ItemIds.ShouldBe(["p0000.plain.r1"]);
        report.NextSteps.ShouldHaveSingleItem().Commands.ShouldBe([
            "./pipeline ledger list run-1 --state unknown",
            "./pipeline ledger resolve CALL-ID --charged-usd AMOUNT [--request-id ID]",
            "./pipeline ledger resolve CALL-ID --not-charged",
            "./pipeline retry run-1 --only unknown",
        ]);
    }

    [Fact]
    public async Task A_retry_is_proposed_only_where_one_may_help()
    {
        var helps = await ReportAsync([Item(0).Ended(ItemStatus.Failed, "timeout", retryable: true)], RunStatus.Failed);
        helps.NextSteps.ShouldHaveSingleItem().Commands.ShouldBe(["./pipeline retry run-1 --only failed"]);

        var doesNot = await ReportAsync([Item(0).Ended(ItemStatus.Failed, "content_refused")], RunStatus.Failed);
        doesNot.NextSteps.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_or_unfinished_run_is_told_how_to_go_on()
    {
        var stopped = await ReportAsync([Item(0).Ended(ItemStatus.Skipped, "budget_stopped")], RunStatus.BudgetStopped);
        stopped.NextSteps.ShouldHaveSingleItem().Commands.ShouldBe(["./pipeline resume run-1 --max-usd AMOUNT"]);

        var unfinished = await ReportAsync([Item(0)], RunStatus.Running);
        unfinished.NextSteps.ShouldHaveSingleItem().Commands.ShouldBe(["./pipeline resume run-1"]);

        var skipped = await ReportAsync([Item(0).Ended(ItemStatus.Skipped, "key_refused")], RunStatus.Failed);
        skipped.NextSteps.ShouldHaveSingleItem().Commands.ShouldBe(["./pipeline retry run-1 --only skipped"]);
    }

    private static IEnumerable<ItemLine> Clips(string variant, int defective, int count) =>
        Enumerable.Range(0, count).Select(i => Item(i, variant).Analysed(i < defective ? Found("flicker", 0.9) : Clean("flicker")));
}

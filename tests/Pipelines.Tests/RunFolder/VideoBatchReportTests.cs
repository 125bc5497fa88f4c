using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder;

public class VideoBatchReportTests
{
    [Fact]
    public async Task A_variant_counts_every_end_of_its_items()
    {
        var report = await ReportAsync([
            Item(0, "zero-gravity").Analysed(Found("flicker", 0.9)),
            Item(1, "zero-gravity").Analysed(Clean("flicker")),
            Item(2, "zero-gravity").Ended(ItemStatus.Failed, "content_refused"),
            Item(3, "zero-gravity").Ended(ItemStatus.Failed, "timeout"),
            Item(4, "zero-gravity").Ended(ItemStatus.Unknown, "connection_lost"),
            Item(5, "zero-gravity").Ended(ItemStatus.Skipped, "budget_stopped"),
            Item(6, "zero-gravity"),
        ]);

        var row = report.Variants.ShouldHaveSingleItem();
        (row.Items, row.Analysed, row.Refused, row.Failed, row.Unknown, row.NotRun).ShouldBe((7, 2, 1, 1, 1, 2));
        (row.Defective.Found, row.Defective.Measured).ShouldBe((1, 2));
        row.Defects.ShouldBe([new ReportCount("flicker", 1)]);
        row.WorstItemId.ShouldBe("p0000.zero-gravity.r1");
        report.Counts.ShouldBe(new ReportCounts(7, 2, 0, 2, 1, 1, 0, 1));
    }

    [Fact]
    public async Task A_clip_on_which_every_detector_abstained_is_neither_clean_nor_defective()
    {
        var report = await ReportAsync([Item(0).Analysed(Abstained("flicker")), Item(1).Analysed(Clean("flicker"), Abstained("freeze"))]);

        report.Analysed.ShouldBe(2);
        (report.Defective.Found, report.Defective.Measured).ShouldBe((0, 1));
        report.Caveats.ShouldContain("1 clip could not be measured by any detector and counts neither as clean nor as defective.");
    }

    [Fact]
    public async Task A_score_that_nothing_measured_is_missing_and_not_100()
    {
        var report = await ReportAsync([Item(0).Analysed(Clean("flicker"))]);

        report.Physics.ShouldBe(new ReportMean(0, null));
        report.Photorealism.ShouldBe(new ReportMean(1, 100));
        report.Caveats.ShouldContain(caveat => caveat.StartsWith("No detector measured physics"));
    }

    [Fact]
    public async Task A_mean_is_taken_over_the_clips_that_have_the_score()
    {
        var report = await ReportAsync([
            Item(0).Analysed(Clean("flicker")),
            Item(1).Analysed(Found("flicker", 0.5)),
            Item(2).Analysed(Abstained("flicker")),
        ]);

        report.Photorealism.ShouldBe(new ReportMean(2, 85));
    }

    [Fact]
    public async Task A_defect_that_a_trap_aims_at_and_nothing_measures_is_said_so()
    {
        var report = await ReportAsync([Item(0, "emerald-sparks").Analysed(Found("flicker", 1)), Item(1, "emerald-sparks").Analysed(Clean("flicker"))]);

        report.Variants[0].OnTarget.Share.ShouldBeNull();
        report.Caveats.ShouldContain(caveat => caveat.StartsWith("Nothing measured spark, "));
    }

    [Fact]
    public async Task A_defect_that_a_trap_aims_at_is_counted_where_it_was_measured()
    {
        var report = await ReportAsync([
            Item(0, "emerald-sparks").Analysed(Found("spark", 1)),
            Item(1, "emerald-sparks").Analysed(Clean("spark")),
            Item(2, "emerald-sparks").Analysed(Abstained("spark"), Found("flicker", 1)),
        ]);

        (report.Variants[0].OnTarget.Found, report.Variants[0].OnTarget.Measured).ShouldBe((1, 2));
        report.Caveats.ShouldNotContain(caveat => caveat.StartsWith("Nothing measured"));
    }

    [Fact]
    public async Task A_detector_is_shown_with_what_it_measured_and_why_it_abstained()
    {
        var report = await ReportAsync([
            Item(0).Analysed(Found("freeze", 0.8)),
            Item(1).Analysed(Clean("freeze")),
            Item(2).Analysed(Abstained("freeze", "the shot is static")),
            Item(3).Analysed(Abstained("freeze", "the shot is static")),
            Item(4).Analysed(Abstained("freeze", "too short")),
        ]);

        var row = report.Detectors.ShouldHaveSingleItem();
        (row.Found.Measured, row.Found.Found, row.Abstained).ShouldBe((2, 1, 3));
        row.AbstainReasons.ShouldBe([new ReportCount("the shot is static", 2), new ReportCount("too short", 1)]);
    }

    [Fact]
    public async Task Reasons_of_abstaining_stay_few_and_are_all_counted()
    {
        var report = await ReportAsync([.. Enumerable.Range(0, 200).Select(i => Item(i).Analysed(Abstained("freeze", $"only {i} frames")))]);

        var reasons = report.Detectors[0].AbstainReasons;
        reasons.Count.ShouldBe(ReportLimits.ReasonsMax + 1);
        reasons.Sum(reason => reason.Items).ShouldBe(200);
    }

    [Fact]
    public async Task Failures_are_grouped_by_stage_and_code_with_the_first_message_and_hint()
    {
        var report = await ReportAsync([
            Item(0).Ended(ItemStatus.Failed, "timeout", "First.", "Wait.", retryable: true),
            Item(1).Ended(ItemStatus.Failed, "timeout", "Second.", retryable: true),
            Item(2).Ended(ItemStatus.Failed, "timeout") with { FailedStage = "download" },
        ]);

        report.Failures.Select(group => (group.Stage, group.Code, group.Items)).ShouldBe([("generate", "timeout", 2), ("download", "timeout", 1)]);
        (report.Failures[0].Message, report.Failures[0].Hint, report.Failures[0].Retryable).ShouldBe(("First.", "Wait.", true));
        report.Failures[0].ItemIds.ShouldBe(["p0000.plain.r1", "p0001.plain.r1"]);
    }

    [Fact]
    public async Task A_degradation_is_counted_once_an_item_since_its_earliest()
    {
        Degradation Lesser(int hour) => new("analysis-skipped", "Analysis", "no worker", Start.AddHours(hour), "no scores");

        var report = await ReportAsync([
            Item(0) with { Status = ItemStatus.Degraded, Degradations = [Lesser(2), Lesser(3)] },
            Item(1) with { Status = ItemStatus.Degraded, Degradations = [Lesser(1)] },
        ]);

        var group = report.Degradations.ShouldHaveSingleItem();
        (group.Kind, group.Items, group.Since, group.VisibleEffect).ShouldBe(("analysis-skipped", 2, Start.AddHours(1), "no scores"));
    }

    [Fact]
    public async Task Money_is_held_against_the_forecast()
    {
        var report = await ReportAsync([Item(0).Analysed(Clean("flicker")), Item(1).Ended(ItemStatus.Failed, "timeout")]);

        report.Cost.ShouldBe(new ReportCost(6_000_000_000, 3_000_000_000, 0, 0.6m, 0.3m, 0m, 0.5));
        report.Headline.ShouldBe("1 of 2 clips was made and analysed. Spent: $0.30 of $0.60 forecast.");
    }

    [Fact]
    public async Task Without_a_forecast_there_is_no_comparison()
    {
        var summary = Summary([]) with { Cost = new RunCost(0, 0, 5) };

        var report = await VideoBatchReport.CreateAsync(summary, AsyncEnumerable.Empty<ItemLine>(), CancellationToken.None);

        (report.Cost.ForecastTicks, report.Cost.SpentToForecast).ShouldBe((null, null));
    }
}

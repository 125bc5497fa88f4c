using System.Text.RegularExpressions;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder;

public partial class ReportPageTests
{
    private const string Hostile = "\"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;";

    [Fact]
    public async Task What_comes_from_outside_is_text_and_never_markup()
    {
        var item = Item(0, Hostile).Analysed(Found("flicker", 0.9)) with { Id = Hostile, Text = Hostile, PromptId = Hostile };
        item = item with { Result = item.Result! with { Roast = Hostile, Clip = item.Result.Clip with { Path = $"runs/run-1/clips/{Hostile}.mp4" } } };
        var report = await ReportAsync([
            item,
            Item(1).Analysed(Found(Hostile, 0.9), Abstained("freeze", Hostile)),
            Item(2).Ended(ItemStatus.Failed, Hostile, Hostile, Hostile) with { FailedStage = Hostile },
            Item(3).Ended(ItemStatus.Unknown, Hostile, Hostile),
            Item(4) with { Status = ItemStatus.Degraded, Degradations = [new Degradation(Hostile, Hostile, Hostile, Start, Hostile)] },
        ]);
        report = report with { Run = report.Run with { RunId = Hostile, Provider = Hostile, Project = Hostile, Pipeline = Hostile } };

        var page = ReportPage.Render(report);

        page.ShouldNotContain("<script");
        page.ShouldNotContain("<img");
        page.ShouldContain("&lt;script&gt;");
        Tag().Matches(page).Select(tag => QuotedValue().Replace(tag.Value, "")).ShouldAllBe(tag => !tag.Contains("alert"));
    }

    [Fact]
    public async Task A_link_stays_below_the_page_whatever_the_path()
    {
        var item = Item(0).Analysed(Found("flicker", 0.9));
        item = item with { Result = item.Result! with { Clip = item.Result.Clip with { Path = "javascript:alert(1)//clips/a b#c?.mp4" } } };

        var page = ReportPage.Render(await ReportAsync([item]));

        page.ShouldContain("src=\"clips/a%20b%23c%3F.mp4#t=1.0,2.0\"");
        page.ShouldNotContain("javascript:");
    }

    [Fact]
    public async Task It_needs_neither_network_nor_script()
    {
        var page = ReportPage.Render(await ReportAsync([Item(0).Analysed(Found("flicker", 0.9))]));

        Address().Matches(page).Select(match => match.Groups[1].Value).ShouldAllBe(address => !address.Contains(':') && !address.StartsWith("//"));
        page.ShouldNotContain("<script");
        page.ShouldNotContain("@import");
        page.ShouldContain("default-src &#x27;none&#x27;");
    }

    [Fact]
    public async Task The_frames_that_show_a_defect_stand_with_their_clip()
    {
        var item = Item(0).Analysed(Found("flicker", 0.9));
        item = item with { Result = item.Result! with { Pictures = [new DefectPicture("flicker", "frames/a b\"-flicker.jpg", 1.25)] } };

        var page = ReportPage.Render(await ReportAsync([item]));

        page.ShouldContain("<img loading=\"lazy\" alt=\"Frame with flicker\" src=\"frames/a%20b%22-flicker.jpg\"></a><figcaption>flicker at 1.25 s</figcaption>");
        page.ShouldContain("img-src &#x27;self&#x27; file:");
    }

    [Fact]
    public async Task The_worst_clips_play_from_their_files_at_their_worst_moment()
    {
        var page = ReportPage.Render(await ReportAsync([Item(0).Analysed(Found("flicker", 0.9, 1.25, 2))]));

        page.ShouldContain("<video preload=\"metadata\" controls muted playsinline src=\"clips/p0000.plain.r1.mp4#t=1.25,2.0\">");
        page.ShouldContain("<a href=\"clips/p0000.plain.r1.mp4#t=1.25,2.0\">1.25–2.0 s</a>");
    }

    [Fact]
    public async Task Shares_stand_with_their_intervals()
    {
        var page = ReportPage.Render(await ReportAsync([Item(0).Analysed(Found("flicker", 0.9)), Item(1).Analysed(Clean("flicker"))]));

        page.ShouldContain("1 of 2, 50% (9–91%)");
    }

    [Fact]
    public async Task What_was_not_measured_is_said_to_be_so()
    {
        var page = ReportPage.Render(await ReportAsync([Item(0).Analysed(Clean("flicker"))]));

        page.ShouldContain("<dt>Physics</dt><dd>not measured</dd>");
        page.ShouldContain("nothing is known about it, good or bad");
    }

    [Fact]
    public async Task Failures_and_unknown_calls_come_with_what_to_do()
    {
        var page = ReportPage.Render(await ReportAsync([
            Item(0).Ended(ItemStatus.Failed, "timeout", "It took too long.", "Wait a while.", retryable: true),
            Item(1).Ended(ItemStatus.Unknown, "connection_lost", "Nobody can tell."),
        ]));

        page.ShouldContain("It took too long.");
        page.ShouldContain("Wait a while.");
        page.ShouldContain("./pipeline retry run-1 --only failed");
        page.ShouldContain("./pipeline ledger list run-1 --state unknown");
    }

    [Fact]
    public async Task An_empty_run_gives_a_page_without_empty_sections()
    {
        var page = ReportPage.Render(await ReportAsync([]));

        page.ShouldContain("There is no clip to judge the model by.");
        page.ShouldNotContain("<section");
    }

    [Fact]
    public async Task The_same_report_gives_the_same_page()
    {
        ItemStatus[] statuses = [ItemStatus.Failed, ItemStatus.Unknown, ItemStatus.Skipped];
        ItemLine[] items = [Item(0, "zero-gravity").Analysed(Found("flicker", 0.9)), .. statuses.Select((status, i) => Item(i + 1).Ended(status, "code"))];

        ReportPage.Render(await ReportAsync(items)).ShouldBe(ReportPage.Render(await ReportAsync(items)));
    }

    [GeneratedRegex("<[a-z][^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex QuotedValue();

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Address();
}

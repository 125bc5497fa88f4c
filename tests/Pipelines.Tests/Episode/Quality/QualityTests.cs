using FunctionsPipeline.Pipelines.Episode.Quality;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Tests.Episode.Words;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Quality;

/// <summary>How episodes are scored, kept and shown.</summary>
public sealed class QualityTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly EpisodeScript s_script = EpisodeScripts.Assemble(
        ScriptSamples.Retold, ScriptSamples.Played, PlanReader.Read(ScriptSamples.Answer(ScriptSamples.PlanJson()), ScriptSamples.Brief, ScriptSamples.Retold, ScriptSamples.Played).Value!);

    private static readonly QualityMeasures s_measures = new(s_script, [0.8, 0.9], 40) { Sharpness = 0.6, MeasuredSeconds = 40, Review = (10, 10) };

    [Fact]
    public void The_scores_follow_from_the_stated_weights()
    {
        var scores = QualityScore.Of(s_measures);

        // 80 % of 0.85 and 20 % of 0.6; two speakers, two characters, five beats of one mood; all checks and the exact length.
        scores.Visual.ShouldBe(80);
        scores.Technical.ShouldBe(100);
        scores.Content.ShouldBe(88);
        scores.Overall.ShouldBe(88.4);
        (scores.CappedBy, scores.Uncapped).ShouldBe((null, scores.Overall));
    }

    [Fact]
    public void Better_pictures_and_a_better_length_never_score_lower()
    {
        var scores = new[] { 0.0, 0.3, 0.65, 1 }.Select(score => QualityScore.Of(s_measures with { ImageScores = [score] }).Overall).ToList();
        var lengths = new[] { 44.0, 42, 41, 40 }.Select(seconds => QualityScore.Of(s_measures with { MeasuredSeconds = seconds }).Technical).ToList();

        scores.ShouldBeInOrder(SortDirection.Ascending);
        lengths.ShouldBe([60, 80, 90, 100]);
    }

    [Fact]
    public void What_was_not_measured_is_not_taken_for_good()
    {
        QualityScore.Of(s_measures with { ImageScores = [], Sharpness = null }).Visual.ShouldBe(0);
        QualityScore.Of(s_measures with { Review = null, MeasuredSeconds = null }).Technical.ShouldBe(0);
        QualityScore.Of(s_measures with { Sharpness = null }).Visual.ShouldBe(85);
    }

    [Theory]
    [InlineData("talking_head_fallback", 80)]
    [InlineData("lip-sync", 80)]
    [InlineData("broll_fallback", 70)]
    [InlineData("missing_asset", 60)]
    [InlineData("something_new", 85)]
    public void A_degradation_caps_the_score(string kind, double cap)
    {
        var scores = QualityScore.Of(s_measures with { Degradations = [Degradation("thumbnail_frame"), Degradation(kind)] });

        (scores.Overall, scores.CappedBy, scores.Uncapped).ShouldBe((cap, kind, 88.4));
    }

    [Fact]
    public void A_score_below_the_cap_is_left_as_it_is()
    {
        var scores = QualityScore.Of(s_measures with { ImageScores = [0.1], Degradations = [Degradation("thumbnail_frame")] });

        scores.CappedBy.ShouldBeNull();
        scores.Overall.ShouldBe(scores.Uncapped);
    }

    [Fact]
    public void A_record_is_one_line_and_reads_as_it_was_and_a_cut_line_is_passed_over()
    {
        var record = QualityRecord.Of("e1", s_now, "The Crow", s_measures with { Degradations = [Degradation("b"), Degradation("a"), Degradation("b")] });

        var line = record.ToLine();

        line.ShouldNotContain("\n");
        line.ShouldStartWith("{\"episode_id\":\"e1\",\"timestamp\":\"2026-03-01T12:00:00+00:00\",\"scores\":{\"visual\":80,");
        QualityRecord.Read(line)!.ToLine().ShouldBe(line);
        record.Metrics.Degradations.ShouldBe(["a", "b"]);
        var history = QualityHistory.Read([line, "", line[..40], "{}"], out var skipped);
        (history.Records.Count, skipped).ShouldBe((1, 2));
    }

    [Fact]
    public void Averages_are_over_the_last_episodes_and_an_episode_counts_once()
    {
        var history = new QualityHistory(Enumerable.Range(0, 10).Select(day => Record($"e{day}", day, day * 10)).Append(Record("e9", 20, 50)));

        history.Records.Count.ShouldBe(10);
        history.Last(2)!.Mean.Overall.ShouldBe(65);
        history.Last(7)!.Episodes.ShouldBe(7);
        history.Rolling(2).Take(3).ShouldBe([0, 5, 15]);
        new QualityHistory([]).Last(7).ShouldBeNull();
    }

    [Fact]
    public void The_page_stands_alone_and_lets_no_title_become_markup()
    {
        var record = QualityRecord.Of("e1", s_now, "<script>alert(1)</script>", s_measures with { Degradations = [Degradation("broll_fallback")] });

        var page = QualityPage.Write("my <project>", new QualityHistory([record, Record("e2", 5, 90)]));

        page.ShouldContain("&lt;script&gt;alert(1)");
        page.ShouldNotContain("<script");
        page.ShouldContain("my &lt;project&gt;");
        page.ShouldContain("capped by broll_fallback, else 88.4");
        page.ShouldContain("last 7 (2)");
        page.ShouldNotContain("http://");
        QualityPage.Write("p", new QualityHistory([])).ShouldContain("No episode has been scored yet");
    }

    private static QualityRecord Record(string id, int day, double overall) => QualityRecord.Of(id, s_now.AddDays(day), id, s_measures) with
    {
        Scores = new QualityScores(overall, overall, overall, overall) { Uncapped = overall },
    };

    private static Degradation Degradation(string kind) => new(kind, "", "", s_now, "");
}

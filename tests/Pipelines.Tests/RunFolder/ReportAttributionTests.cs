using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder;

public class ReportAttributionTests
{
    [Fact]
    public async Task The_page_shows_a_proved_effect_as_a_sentence_and_as_a_band()
    {
        var page = ReportPage.Render(await ReportData.ReportAsync(Items(prompts: 40, broken: 30)));

        page.ShouldContain("Which traps broke the model, and how");
        page.ShouldContain("With zero-gravity, objects float in 75% of clips instead of 0%: &#x2B;75 points");
        page.ShouldContain("Proved: chance is out of the question.");
    }

    [Fact]
    public async Task A_small_batch_is_called_small_on_the_page()
    {
        var page = ReportPage.Render(await ReportData.ReportAsync(Items(prompts: 2, broken: 2)));

        page.ShouldContain("This batch is too small to prove anything");
        page.ShouldNotContain("Proved:");
    }

    [Fact]
    public async Task A_batch_without_traps_has_no_such_section()
    {
        var page = ReportPage.Render(await ReportData.ReportAsync([ReportData.Item(1).Analysed(ReportData.Found("flicker", 0.9))]));

        page.ShouldNotContain("id=\"attribution\"");
    }

    [Fact]
    public async Task The_size_of_the_attribution_does_not_grow_with_the_batch()
    {
        var small = await ReportData.ReportAsync(Items(prompts: 20, broken: 10));
        var large = await ReportData.ReportAsync(Items(prompts: 2000, broken: 1000));

        large.Attribution.Effects.Count.ShouldBe(small.Attribution.Effects.Count);
        large.Attribution.Clips.ShouldBe(4000);
    }

    private static IReadOnlyList<ItemLine> Items(int prompts, int broken) =>
    [
        .. Enumerable.Range(0, prompts).SelectMany(prompt => new[]
        {
            ReportData.Item(prompt).Analysed(ReportData.Clean("zero-gravity")),
            ReportData.Item(prompt, "zero-gravity").Analysed(prompt < broken ? ReportData.Found("zero-gravity", 0.9) : ReportData.Clean("zero-gravity")),
        }),
    ];
}

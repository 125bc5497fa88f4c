using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

/// <summary>The files that are shipped beside the program.</summary>
public sealed class SampleTests
{
    private static readonly string Root = RepositoryRoot.Path;

    [Fact]
    public async Task The_sample_makes_28_items()
    {
        var spec = await VideoBatchSpecReader.ReadFileAsync(Path.Combine(Root, "samples", "video-batch.yaml"));
        using var folder = new InputFolder();

        var summary = await VideoBatchPlanner.WriteFileAsync(spec, Path.Combine(folder.Path, "plan.jsonl"));

        (summary.Items, summary.Prompts, summary.Variants).ShouldBe((28, 4, 7));
    }

    [Fact]
    public async Task The_sample_prompts_ask_for_no_trap_by_themselves()
    {
        var prompts = await File.ReadAllTextAsync(Path.Combine(Root, "samples", "prompts.txt"));

        foreach (var word in new[] { "gravity", "weightless", "momentum", "suddenly", "upward", "spark", "chromatic", "fringing", "texture", "bleed" })
        {
            prompts.ShouldNotContain(word, Case.Insensitive);
        }
    }

    [Fact]
    public async Task The_shipped_schema_is_the_one_the_reader_goes_by()
    {
        var path = Path.Combine(Root, "docs", "schemas", "video-batch.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMAS") == "1") await File.WriteAllTextAsync(path, VideoBatchSchema.Text());

        var shipped = await File.ReadAllTextAsync(path);

        shipped.ShouldBe(VideoBatchSchema.Text(), "run this test with UPDATE_SCHEMAS=1 and commit the file");
    }

    [Fact]
    public void The_schema_refuses_unknown_fields_and_asks_for_the_required_ones()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(VideoBatchSchema.Text());

        schema.RootElement.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        schema.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["pipeline", "prompts"]);
        schema.RootElement.GetProperty("properties").GetProperty("traps").GetProperty("items").GetRawText().ShouldContain("weightless-melt");
    }
}

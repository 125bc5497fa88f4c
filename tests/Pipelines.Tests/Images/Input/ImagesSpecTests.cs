using System.Text;
using FunctionsPipeline.Pipelines.Images.Input;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Tests.Images.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Images.Input;

/// <summary>Specifications of images, and the files that are shipped for them.</summary>
public sealed class ImagesSpecTests
{
    [Fact]
    public async Task The_shipped_schema_is_the_one_the_reader_goes_by()
    {
        var path = Path.Combine(RepositoryRoot.Path, "docs", "schemas", "images.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMAS") == "1") await File.WriteAllTextAsync(path, ImagesFields.SchemaText());

        (await File.ReadAllTextAsync(path)).ShouldBe(ImagesFields.SchemaText(), "run this test with UPDATE_SCHEMAS=1 and commit the file");
    }

    [Fact]
    public async Task Every_field_is_documented_with_its_default()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "pipelines", "images.md"));

        foreach (var field in ImagesFields.All.Concat(ImagePromptFields.All)) page.ShouldContain($"| `{field.Name}` |");
        page.ShouldContain("| `targetScore` | 0.85 |");
        page.ShouldContain("| `validationThreshold` | 0.65 |");
        page.ShouldContain("| `triesMax` | 3 |");
    }

    [Fact]
    public async Task The_sample_names_six_prompts()
    {
        var path = Path.Combine(RepositoryRoot.Path, "samples", "images", "images.yaml");
        var spec = await ImagesSpecReader.ReadAsync(new RunRequest { Spec = new SpecSource.OfFile(path) }, CancellationToken.None);

        (await new ImagePromptReader(spec.Prompts).ReadAsync(CancellationToken.None).CountAsync()).ShouldBe(6);
    }

    [Fact]
    public async Task What_is_left_out_has_its_default()
    {
        var spec = await ReadAsync("""{"pipeline":"images","prompts":["a"]}""");

        (spec.TargetScore, spec.IterationsMax, spec.Patience, spec.Rescores, spec.TriesMax, spec.ValidationThreshold, spec.BatchSize)
            .ShouldBe((0.85, 4, 2, 2, 3, 0.65, 5));
        spec.Formats.ShouldBe(["json", "yaml"]);
    }

    [Theory]
    [InlineData("""{"pipeline":"images"}""", "prompts: the field is missing")]
    [InlineData("""{"prompts":["a"]}""", "pipeline: the field is missing")]
    [InlineData("""{"pipeline":"images","prompts":[]}""", "prompts: the value is not allowed; found a list of 0")]
    [InlineData("""{"pipeline":"images","prompts":["a"],"targetscore":0.9}""", "did you mean 'targetScore'?")]
    [InlineData("""{"pipeline":"images","prompts":["a"],"targetScore":9}""", "targetScore: the value is not allowed; found 9; allowed: a number from 0 to 1")]
    [InlineData("""{"pipeline":"images","prompts":["a"],"iterationsMax":11}""", "allowed: a whole number from 1 to 10")]
    [InlineData("""{"pipeline":"images","prompts":["a"],"rescores":6}""", "allowed: a whole number from 0 to 5")]
    [InlineData("""{"pipeline":"images","prompts":["a"],"triesMax":0}""", "allowed: a whole number from 1 to 10")]
    [InlineData("""{"pipeline":"images","prompts":["a"],"formats":["xml"]}""", "allowed: a list of json and yaml")]
    [InlineData("""{"pipeline":"images","prompts":["a"],"formats":[]}""", "formats: the list is empty")]
    [InlineData("""{"pipeline":"images","prompts":"/etc/passwd.txt"}""", "allowed: a list of prompts, at least one")]
    [InlineData("""{"pipeline":"images","prompts":["a"],"budgetUsd":-1}""", "budgetUsd: the value is not allowed")]
    public async Task A_wrong_specification_says_what_is_allowed(string json, string expected) =>
        (await Should.ThrowAsync<InputException>(ReadAsync(json))).Message.ShouldContain(expected);

    [Fact]
    public async Task Without_a_judge_there_is_no_run_and_it_says_what_to_set()
    {
        await using var world = await ImagesWorld.StartAsync(hasFfmpeg: false);

        var refused = await Should.ThrowAsync<InputException>(world.RunAsync("""{"pipeline":"images","images":"openai-compatible/painter","prompts":["a"]}"""));

        refused.Message.ShouldContain("there is no model to judge images on this host: set GEMINI_API_KEY");
        world.Studio.Ordered.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"images\":\"openai-compatible/painter\"", """{"prompt":"a","seed":7}""", "seed: openai-compatible/painter takes none; leave it out, or name another model")]
    [InlineData("\"images\":\"openai-compatible/other\"", """{"prompt":"a","aspectRatio":"99:1"}""", "99:1")]
    [InlineData("\"images\":\"openal-compatible/painter\"", "\"a\"", "did you mean 'openai-compatible'?")]
    public async Task What_a_model_does_not_take_is_refused_before_anything_is_paid(string images, string prompt, string expected)
    {
        await using var world = await ImagesWorld.StartAsync(hasFfmpeg: false);

        var refused = await Should.ThrowAsync<InputException>(world.RunAsync($$"""{"pipeline":"images",{{images}},"judges":"openai-compatible/mind","prompts":[{{prompt}}]}"""));

        refused.Message.ShouldContain(expected);
        world.Studio.Ordered.ShouldBeEmpty();
    }

    private static Task<ImagesSpec> ReadAsync(string json) =>
        ImagesSpecReader.ReadAsync(new RunRequest { Spec = new SpecSource.OfJson("spec", Encoding.UTF8.GetBytes(json)) }, CancellationToken.None);
}

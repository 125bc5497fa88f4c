using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

public sealed class SpecReaderTests : IDisposable
{
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_fields_are_enough_and_the_rest_has_defaults()
    {
        var spec = await _folder.ReadSpecAsync("pipeline: video-batch\nprompts: prompts.txt\n");

        spec.Provider.ShouldBe("xai");
        spec.Model.ShouldBeNull();
        spec.Traps.ShouldBe(["zero-gravity", "momentum-violation", "gravity-inversion", "emerald-sparks", "chromatic-aberration", "texture-bleeding"]);
        spec.IncludePlain.ShouldBeTrue();
        spec.Repeat.ShouldBe(1);
        spec.BudgetUsd.ShouldBeNull();
        spec.Concurrency.ShouldBe(50);
        spec.Jitter.ShouldBe(new JitterRange(1, 5));
        spec.Project.ShouldBe("default");
        spec.TimeoutSeconds.ShouldBe(300);
        spec.Retries.ShouldBe(new RetrySpec(3, 8));
    }

    private const string FullYaml = """
        pipeline: video-batch
        prompts: prompts.txt            # a comment
        provider: fal
        model: fal-ai/veo3.1
        traps: [zero-gravity, emerald-sparks, zero-gravity+texture-bleeding, weightless-melt]
        variants: combinations
        includePlain: false
        repeat: 3
        durationSeconds: 8
        resolution: 720p
        aspectRatio: 16:9
        budgetUsd: 12.50
        concurrency: 1000
        jitter: 500ms..2.5s
        project: spring-campaign
        priority: low
        timeoutSeconds: 120
        retries: {attempts: 2, submitAttempts: 20}
        requestsPerMinute: 60
        seed: 7
        expects: [ballistic]
        """;

    private const string FullJson = """
        {
        	"pipeline": "video-batch", "prompts": "prompts.txt", "provider": "fal", "model": "fal-ai/veo3.1",
        	"traps": ["zero-gravity", "emerald-sparks", "zero-gravity+texture-bleeding", "weightless-melt"],
        	"variants": "combinations", "includePlain": false, "repeat": 3, "durationSeconds": 8, "resolution": "720p",
        	"aspectRatio": "16:9", "budgetUsd": 12.50, "concurrency": 1000, "jitter": "500ms..2.5s", "project": "spring-campaign",
        	"priority": "low", "timeoutSeconds": 120, "retries": {"attempts": 2, "submitAttempts": 20}, "requestsPerMinute": 60,
        	"seed": 7, "expects": ["ballistic"]
        }
        """;

    [Theory]
    [InlineData("batch.yaml", FullYaml)]
    [InlineData("batch.json", FullJson)]
    public async Task Every_field_is_read_from_yaml_and_from_json(string name, string text)
    {
        var spec = await _folder.ReadSpecAsync(text, name);

        spec.Provider.ShouldBe("fal");
        spec.Model.ShouldBe("fal-ai/veo3.1");
        spec.Traps.ShouldBe(["zero-gravity", "emerald-sparks", "zero-gravity+texture-bleeding", "weightless-melt"]);
        spec.Variants.ShouldBe(VariantDesign.Combinations);
        spec.IncludePlain.ShouldBeFalse();
        spec.Repeat.ShouldBe(3);
        spec.DurationSeconds.ShouldBe(8);
        spec.Resolution.ShouldBe("720p");
        spec.AspectRatio.ShouldBe("16:9");
        spec.BudgetUsd.ShouldBe(12.50m);
        spec.Concurrency.ShouldBe(1000);
        spec.Jitter.ShouldBe(new JitterRange(0.5, 2.5));
        spec.Project.ShouldBe("spring-campaign");
        spec.Priority.ShouldBe(ItemPriority.Low);
        spec.TimeoutSeconds.ShouldBe(120);
        spec.Retries.ShouldBe(new RetrySpec(2, 20));
        spec.RequestsPerMinute.ShouldBe(60);
        spec.Seed.ShouldBe(7);
        spec.Expects.ShouldBe(["ballistic"]);
    }

    [Fact]
    public async Task A_prompt_file_is_looked_for_beside_the_spec()
    {
        var spec = await _folder.ReadSpecAsync("pipeline: video-batch\nprompts: prompts.txt\n");

        spec.Prompts.ShouldBeOfType<PromptFile>().FullPath.ShouldBe(Path.Combine(_folder.Path, "prompts.txt"));
    }

    [Fact]
    public async Task Prompts_may_stand_in_the_spec_as_texts_and_as_maps()
    {
        var spec = await _folder.ReadSpecAsync("""
            pipeline: video-batch
            prompts:
              - A kite in a storm
              - {id: kite-2, text: Another kite, priority: high, expects: [ballistic]}
            """);

        var entries = spec.Prompts.ShouldBeOfType<InlinePrompts>().Entries;
        entries[0].ShouldBe(new PromptEntry("p0001", "A kite in a storm", null, null, 3));
        entries[1].Id.ShouldBe("kite-2");
        entries[1].Priority.ShouldBe(ItemPriority.High);
        entries[1].Expects.ShouldBe(["ballistic"]);
    }

    [Theory]
    [InlineData("none", 0, 0)]
    [InlineData("0s", 0, 0)]
    [InlineData("2s", 2, 2)]
    [InlineData("1s..5s", 1, 5)]
    [InlineData("250ms..1s", 0.25, 1)]
    public async Task Jitter_is_a_delay_or_a_range(string text, double min, double max)
    {
        var spec = await _folder.ReadSpecAsync($"pipeline: video-batch\nprompts: prompts.txt\njitter: {text}\n");

        spec.Jitter.ShouldBe(new JitterRange(min, max));
    }

    [Fact]
    public async Task An_empty_field_counts_as_absent()
    {
        var spec = await _folder.ReadSpecAsync("pipeline: video-batch\nprompts: prompts.txt\nmodel:\nrepeat: ~\n");

        spec.Model.ShouldBeNull();
        spec.Repeat.ShouldBe(1);
    }
}

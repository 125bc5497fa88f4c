namespace FunctionsPipeline.Simulator.Tests.Faults;

public sealed class FaultFileTests
{
    [Theory]
    [InlineData("{}", "line 1: expected a list of rules")]
    [InlineData("[\n{\"mach\":{}}]", "line 2: unknown field 'mach'; did you mean 'match'?")]
    [InlineData("[{\"match\":{\"operation\":\"submit\"},\n\"fault\":{\"kind\":\"reply-last\"}}]", "line 2: unknown kind 'reply-last'; did you mean 'reply-lost'?")]
    [InlineData("[{\"match\":{\"operation\":\"submitt\"}}]", "line 1: unknown operation 'submitt'; did you mean 'submit'?")]
    [InlineData("[{\"match\":{\"operation\":\"submit\",\"provider\":\"opemai\"}}]", "line 1: unknown provider 'opemai'; did you mean 'openai'?")]
    [InlineData("[{\"match\":{\"operation\":\"submit\",\n\n\"probability\":1.5}}]", "line 3: expected a number from 0 to 1")]
    [InlineData("[{\"match\":{\"operation\":\"submit\",\"nth\":0}}]", "line 1: expected a whole number from 1")]
    [InlineData("[{\"match\":{\"operation\":\"submit\"},\"fault\":{\"kind\":\"reply-lost\",\"status\":500}}]", "unknown field 'status'")]
    [InlineData("[{\"match\":{\"operation\":\"submit\"},\"fault\":{\"kind\":\"rate-limit\",\"retryAfter\":1}}]", "did you mean 'retryAfterSeconds'?")]
    [InlineData("[{\"match\":{\"operation\":\"submit\"},\"fault\":{\"kind\":\"corrupt-file\"}}]", "'corrupt-file' cannot befall 'submit'; it befalls download")]
    [InlineData("[{\"match\":{\"operation\":\"submit\"},\"fault\":{\"status\":500}}]", "\"kind\" must be the first field")]
    [InlineData("[{\"match\":{},\"fault\":{\"kind\":\"reply-lost\"}}]", "has no \"operation\"")]
    [InlineData("[{\"match\":{\"operation\":\"submit\"}}]", "the rule has no \"fault\"")]
    [InlineData("[{\"fault\":{\"kind\":\"reply-lost\"}}]", "the rule has no \"match\"")]
    [InlineData("[\n{\"match\" 7}]", "line 2: not JSON")]
    [InlineData("", "not JSON")]
    [InlineData("[] []", "not JSON")]
    public async Task What_is_not_understood_is_refused_with_line_and_suggestion(string rules, string message)
    {
        var refusal = await Should.ThrowAsync<StartException>(() => SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant, rules));
        refusal.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var options = SimulatorUnderTest.Instant with { Faults = "/no/such/file.json" };
        var refusal = await Should.ThrowAsync<StartException>(() => SimulatorUnderTest.StartAsync(options));
        refusal.Message.ShouldContain("/no/such/file.json");
    }

    [Fact]
    public void Operations_are_named_as_files_write_them() =>
        Simulator.Faults.FaultNames.AllOperations.Keys.ShouldBe(["submit", "poll", "result", "download", "chat", "image", "embedding", "search", "speech", "talking-head", "upload-start", "upload-chunk", "upload-query", "publish", "update", "list", "story"]);

    [Theory]
    [InlineData("chat")]
    [InlineData("image")]
    [InlineData("embedding")]
    public void What_befalls_an_order_befalls_every_kind_of_it(string operation)
    {
        foreach (var kind in new[] { "rate-limit", "error-before-accept", "error-after-accept", "reply-lost", "hang" })
        {
            var rule = $$$"""[{"match":{"operation":"{{{operation}}}","provider":"openai-compatible"},"fault":{"kind":"{{{kind}}}"}}]""";
            Simulator.Faults.FaultFileReader.Read(System.Text.Encoding.UTF8.GetBytes(rule), "test").ShouldHaveSingleItem().Provider.ShouldBe("openai-compatible");
        }
    }

    [Fact]
    public void The_built_in_mixture_holds_every_kind_of_fault()
    {
        var kinds = Simulator.Faults.FaultFile.Load("mixed").Select(rule => rule.Fault.Kind).Distinct();
        kinds.ShouldBe(Enum.GetValues<Simulator.Faults.FaultKind>(), ignoreOrder: true);
    }

    [Fact]
    public async Task Under_the_built_in_mixture_most_calls_go_well_and_each_end_occurs()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant with { Faults = "mixed" });
        simulator.Xai.Timeout = TimeSpan.FromSeconds(1);
        var refused = 0;
        for (var index = 0; index < 500; index++) refused += await SucceedsAsync(simulator, $"prompt {index}") ? 0 : 1;

        refused.ShouldBeInRange(20, 80);
        var states = (await simulator.ChargesAsync()).GroupBy(call => call.Text("state")).ToDictionary(group => group.Key, group => group.Count());
        states["done"].ShouldBeInRange(400, 490);
        states.Keys.ShouldBe(["done", "refused", "failed", "expired"], ignoreOrder: true);
    }

    private static async Task<bool> SucceedsAsync(SimulatorUnderTest simulator, string prompt)
    {
        try
        {
            using var response = await simulator.PostVideoAsync(prompt);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}

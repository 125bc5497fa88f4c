namespace FunctionsPipeline.Durable.Tests.Engine;

/// <summary>History carries references, never content.</summary>
public sealed class PayloadTests : IAsyncLifetime
{
    private const int LargestText = Limits.PayloadBytesMax - 2;
    private static readonly OrchestratorReference<int, string> s_recipe = new("Recipe");
    private static readonly ActivityReference<string, int> s_measure = new("Measure");
    private static readonly ActivityReference<int, string> s_fill = new("Fill");
    private readonly EngineHome _home = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Theory]
    [InlineData(LargestText, "16382")]
    [InlineData(LargestText + 1, "refused")]
    public async Task An_input_over_the_limit_is_refused_to_the_orchestrator(int length, string expected)
    {
        _home.Registry.Activity(s_measure, text => text.Length).Orchestrator(s_recipe, async (context, n) =>
        {
            try
            {
                return $"{await context.CallActivityAsync(s_measure, new string('x', n))}";
            }
            catch (PayloadTooLargeException)
            {
                return "refused";
            }
        });

        (await _home.RunAsync(s_recipe, length)).Output.ShouldBe($"\"{expected}\"");
    }

    [Fact]
    public async Task An_output_over_the_limit_fails_the_activity_for_good()
    {
        _home.Registry.Activity(s_fill, n => new string('x', n)).Orchestrator(
            s_recipe, (context, n) => context.CallActivityAsync(s_fill, n, new RetryOptions(5, TimeSpan.FromSeconds(1))));

        var failure = (await _home.RunAsync(s_recipe, LargestText + 1)).Failure!;

        failure.Code.ShouldBe("payload_too_large");
        failure.IsRetryable.ShouldBeFalse();
        failure.Message.ShouldContain("Put the content into a blob");
    }

    [Fact]
    public async Task An_output_of_an_orchestrator_over_the_limit_fails_it()
    {
        _home.Registry.Orchestrator(s_recipe, (_, n) => Task.FromResult(new string('x', n)));

        (await _home.RunAsync(s_recipe, LargestText + 1)).Failure!.Code.ShouldBe("payload_too_large");
    }

    [Fact]
    public async Task A_custom_status_over_the_limit_is_refused()
    {
        _home.Registry.Orchestrator(s_recipe, (context, n) =>
        {
            context.SetCustomStatus(new string('x', n));
            return Task.FromResult("");
        });

        (await _home.RunAsync(s_recipe, LargestText + 1)).Failure!.Code.ShouldBe("payload_too_large");
    }

    [Fact]
    public async Task Bytes_count_not_characters()
    {
        // The serializer writes \u escapes for what is not ASCII: six bytes each.
        _home.Registry.Orchestrator(s_recipe, (_, n) => Task.FromResult(new string('\u2028', n)));

        (await _home.RunAsync(s_recipe, 3000)).Failure!.Code.ShouldBe("payload_too_large");
    }

    [Fact]
    public async Task Events_and_inputs_from_outside_are_refused_where_they_are_given()
    {
        _home.Registry.Orchestrator(s_recipe, (context, _) => context.WaitForExternalEvent<string>("go"));
        var text = new OrchestratorReference<string, string>("Text");
        _home.Registry.Orchestrator(text, (_, input) => Task.FromResult(input));
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_recipe, 0, "run", CancellationToken.None);
        var large = new string('x', LargestText + 1);

        await Should.ThrowAsync<PayloadTooLargeException>(() => _home.Engine.RaiseEventAsync("run", "go", large, CancellationToken.None));
        await Should.ThrowAsync<PayloadTooLargeException>(() => _home.Engine.ScheduleAsync(text, large, "text", CancellationToken.None));

        (await _home.Engine.GetAsync("text", CancellationToken.None)).ShouldBeNull();
    }
}

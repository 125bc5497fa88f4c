using FunctionsPipeline.Durable;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>History carries references, never content: one limit, one error, wherever a payload is given.</summary>
public abstract class PayloadContract(IOrchestrationHost host) : OrchestrationContract(host)
{
    // A text of that length is at the limit with its two quotation marks.
    private const int LargestText = Limits.PayloadBytesMax - 2;
    private static readonly ActivityReference<string, int> s_measure = new("Contract.Measure");
    private static readonly ActivityReference<int, string> s_fill = new("Contract.Fill");
    private static readonly OrchestratorReference<string, int> s_child = new("ContractChild");

    [Theory]
    [InlineData(LargestText, "16382")]
    [InlineData(LargestText + 1, "The input of activity 'Contract.Measure' is 16385 bytes as JSON; at most 16384 are allowed. Put the content into a blob and pass its path.")]
    public async Task An_activitys_input_over_the_limit_is_refused_to_the_recipe(int length, string expected)
    {
        Activity(s_measure, text => text.Length);
        await StartAsync(async (context, n) =>
        {
            try
            {
                return $"{await context.CallActivityAsync(s_measure, new string('x', n))}";
            }
            catch (PayloadTooLargeException refusal)
            {
                return refusal.Message;
            }
        }, length);

        (await OutputAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_childs_input_over_the_limit_is_refused_to_the_recipe()
    {
        Orchestrator(s_child, (_, text) => Task.FromResult(text.Length));

        ShouldBeRefused(await RunAsync(async (context, n) => $"{await context.CallSubOrchestratorAsync(s_child, new string('x', n))}", LargestText + 1));
    }

    [Theory]
    [InlineData(LargestText)]
    [InlineData(LargestText + 1)]
    public async Task An_activitys_output_over_the_limit_fails_it_for_good(int length)
    {
        var attempts = 0;
        Activity(s_fill, n =>
        {
            attempts++;
            return new string('x', n);
        });

        var state = await RunAsync(async (context, n) => $"{(await context.CallActivityAsync(s_fill, n, new RetryOptions(5, TimeSpan.FromMilliseconds(1)))).Length}", length);

        attempts.ShouldBe(1);
        if (length == LargestText) state.Output.ShouldBe("\"16382\"");
        else ShouldBeRefused(state);
    }

    [Fact]
    public async Task An_output_over_the_limit_fails_the_instance() =>
        ShouldBeRefused(await RunAsync((_, n) => Task.FromResult(new string('x', n)), LargestText + 1));

    [Fact]
    public async Task A_custom_status_over_the_limit_is_refused() =>
        ShouldBeRefused(await RunAsync((context, n) =>
        {
            context.SetCustomStatus(new string('x', n));
            return Task.FromResult("");
        }, LargestText + 1));

    [Fact]
    public async Task An_input_of_the_next_execution_over_the_limit_is_refused() =>
        ShouldBeRefused(await RunAsync((context, n) =>
        {
            context.ContinueAsNew(new string('x', n));
            return Task.FromResult("");
        }, LargestText + 1));

    [Fact]
    public async Task Bytes_count_not_characters() =>
        // The serializer writes escapes for what is not ASCII: six bytes each.
        ShouldBeRefused(await RunAsync((_, n) => Task.FromResult(new string('\u2028', n)), 3000));

    [Fact]
    public async Task Events_and_inputs_from_outside_are_refused_where_they_are_given()
    {
        Orchestrator(s_child, (_, text) => Task.FromResult(text.Length));
        await StartAsync((context, _) => context.WaitForExternalEvent<string>("go"));
        var large = new string('x', LargestText + 1);

        await Should.ThrowAsync<PayloadTooLargeException>(() => Client.RaiseEventAsync(Run, "go", large, CancellationToken.None));
        await Should.ThrowAsync<PayloadTooLargeException>(() => Client.ScheduleAsync(s_child, large, "text", CancellationToken.None));

        (await Client.GetAsync("text", CancellationToken.None)).ShouldBeNull();
        await RaiseAsync("go", "small");
        (await OutputAsync()).ShouldBe("small");
    }

    private static void ShouldBeRefused(OrchestrationState state)
    {
        state.Status.ShouldBe(OrchestrationStatus.Failed);
        (state.Failure!.Code, state.Failure.IsRetryable).ShouldBe(("payload_too_large", false));
        state.Failure.Message.ShouldContain("at most 16384 are allowed. Put the content into a blob and pass its path.");
    }
}

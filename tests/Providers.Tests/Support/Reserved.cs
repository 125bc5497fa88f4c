using FunctionsPipeline.Contracts;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>Runs a paid submit where one gets a reservation: inside the door, here over a table store in memory.</summary>
internal static class Reserved
{
    /// <summary>Gives what the submit gave, or throws what it threw.</summary>
    public static async Task<T> RunAsync<T>(string provider, Func<Reservation, Task<T>> submit)
    {
        var clock = new ManualTimeProvider();
        var ledger = new Ledger(new InMemoryTableStore(clock), clock, NullLogger<Ledger>.Instance);
        var door = new PaidCallDoor(ledger, new PaidCallDoorOptions { Owner = "test" }, clock, NullLogger<PaidCallDoor>.Instance);
        var submitter = new Submitter<T>(submit);
        await door.SubmitAsync(Intent(provider), submitter, CancellationToken.None);
        return await submitter.Outcome.Task;
    }

    private static PaidCallIntent Intent(string provider) => new()
    {
        Project = "test",
        RunId = RunId.Parse("20261101-120000-000001"),
        ItemId = "item",
        Step = "generate",
        InputHash = new string('a', 64),
        PromptHash = new string('b', 64),
        Provider = provider,
        Class = ProviderClass.N,
        WorstTicks = 1,
        Caps = [],
    };

    private sealed class Submitter<T>(Func<Reservation, Task<T>> submit) : IPaidSubmitter
    {
        public TaskCompletionSource<T> Outcome { get; } = new();

        public async Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            try
            {
                Outcome.SetResult(await submit(reservation));
            }
            catch (Exception exception)
            {
                Outcome.SetException(exception);
            }

            return new SubmitReply.Accepted("test-request");
        }

        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Class N is never looked up.");
    }
}

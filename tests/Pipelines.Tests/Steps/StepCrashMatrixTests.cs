using FunctionsPipeline.Contracts;
using FunctionsPipeline.Contracts.Orchestrations;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using Xunit.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Steps;

/// <summary>
/// The paid step of an item by a process that ends at one point, and a second one that takes up its history: an activity that had not
/// ended runs again. Every point of tables, blobs and provider, times every reply. The points are found by running.
/// </summary>
public sealed class StepCrashMatrixTests(ITestOutputHelper output)
{
    public static TheoryData<Reply, bool, bool, ProviderClass> Cases
    {
        get
        {
            var cases = new TheoryData<Reply, bool, bool, ProviderClass>();
            foreach (var reply in Enum.GetValues<Reply>())
            {
                foreach (var isQueue in new[] { false, true })
                {
                    foreach (var kind in new[] { ProviderClass.N, ProviderClass.L })
                    {
                        cases.Add(reply, isQueue, false, kind);
                        if (reply == Reply.Ok) cases.Add(reply, isQueue, true, kind);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_ends_the_process_nothing_is_paid_twice_and_no_shortfall_is_hidden(Reply reply, bool isQueue, bool hasFile, ProviderClass kind)
    {
        var points = Play(reply, isQueue, hasFile, kind, endsAtPoint: null);
        points.ShouldContain("before send");
        points.ShouldContain("after write ledger call+cap");
        if (!isQueue && reply is Reply.Ok) points.ShouldContain("after put answers");
        for (var point = 0; point < points.Count; point++) Play(reply, isQueue, hasFile, kind, point);
        output.WriteLine($"{points.Count} points");
    }

    private static IReadOnlyList<string> Play(Reply reply, bool isQueue, bool hasFile, ProviderClass kind, int? endsAtPoint)
    {
        using var world = new StepWorld { FileText = hasFile ? "a file" : null, Class = kind };
        world.Provider.Replies.Enqueue(reply);
        var polls = 0;
        if (isQueue)
        {
            world.Fetch = requestId => Task.FromResult(++polls % 3 == 0 ? world.Provider.Answer(requestId) : null);
        }

        var first = new ProcessLife(endsAtPoint);
        var history = new VirtualHistory();
        world.World.Run(async () =>
        {
            OneStepEnd end;
            try
            {
                end = await world.PlayAsync(StepWorld.Item(), first, "first", history);
            }
            catch (ProcessEndedException)
            {
                end = await world.PlayAsync(StepWorld.Item(), new ProcessLife(), "second", history);
            }

            await JudgeAsync(world, end, $"{reply}, {(isQueue ? "queue" : "at once")}, ended {(endsAtPoint is { } point ? first.Points[point] : "nowhere")}");
        });
        return first.Points;
    }

    private static async Task JudgeAsync(StepWorld world, OneStepEnd end, string because)
    {
        var entries = await world.EntriesAsync();
        var charges = world.Provider.Charges;

        // One charge an intent at most, and every intent has come to an end that a person can see.
        charges.Select(charge => charge.CallId).ShouldBeUnique(because);
        charges.Select(charge => charge.CallId).ShouldBeSubsetOf(entries.Select(entry => entry.CallId), because);
        entries.ShouldAllBe(entry => entry.State == PaidCallState.Settled || entry.State == PaidCallState.Failed || entry.State == PaidCallState.Unknown, because);

        // To the tick: what is settled was charged so, and a charge that is not settled is unknown.
        foreach (var entry in entries.Where(entry => entry.State != PaidCallState.Unknown))
        {
            (entry.ChargedTicks ?? 0).ShouldBe(charges.Count(charge => charge.CallId == entry.CallId) * ChargingProvider.PriceTicks, because);
        }

        // What was kept is never a shortfall.
        await foreach (var blob in world.Blobs.ListAsync($"runs/{StepWorld.Run}/answers/", default))
        {
            if (!blob.Path.EndsWith(".json", StringComparison.Ordinal)) continue;
            var kept = (await new AnswerFile<string>(world.Blobs, blob.Path).ReadAsync(default))!;
            var paid = charges.Single(charge => charge.RequestId == kept.RequestId);
            entries.Single(entry => entry.CallId == paid.CallId).State.ShouldBe(PaidCallState.Settled, because);
        }

        var unknown = entries.Where(entry => entry.State == PaidCallState.Unknown).ToList();
        (await world.Open().Ledger.GetTotalsAsync(StepWorld.Project, StepWorld.Run, default))
            .ShouldBe(new LedgerTotals(unknown.Count * StepWorld.WorstTicks, entries.Sum(entry => entry.ChargedTicks ?? 0), unknown.Count), because);

        // The item's end says the same. An unknown call ends it, and nothing else is bought in its place.
        // Where the provider can be asked, there is none.
        (end.Status == ItemStatus.Unknown).ShouldBe(unknown.Count > 0, because);
        if (world.Class == ProviderClass.L) unknown.ShouldBeEmpty(because);
        if (end.Text is not null) charges.ShouldContain(charge => charge.Text == end.Text, because);

        // An answer that was good and was kept ends the buying: there is one such charge, or none.
        charges.Count(charge => entries.Any(entry => entry.CallId == charge.CallId && entry.State == PaidCallState.Settled) && charge.Text.StartsWith("answer", StringComparison.Ordinal))
            .ShouldBe(end.Text is null ? 0 : 1, because);
    }
}

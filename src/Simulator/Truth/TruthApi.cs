using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Clips;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Truth;

/// <summary>What only tests and people may ask: what was accepted, what it has cost, and what is wrong with the clips.</summary>
internal sealed class TruthApi(
    SimulatorOptions options, CallBook book, WorkPlaces places, PriceList prices, RateLimiter limiter, FaultScript faults, ClipStore clips, TimeProvider clock)
{
    /// <summary>GET /_sim/charges.</summary>
    public Task ChargesAsync(HttpContext context)
    {
        var now = Settle();
        IReadOnlyList<ChargeLine> calls = [.. book.Snapshot().Select(call => ChargeOf(call, now))];
        return Reply.WriteAsync(context, 200, new Charges(calls, calls.Sum(call => call.Ticks)), TruthJson.Default.Charges);
    }

    /// <summary>GET /_sim/truth.</summary>
    public Task TruthAsync(HttpContext context)
    {
        var now = Settle();
        return Reply.WriteAsync(context, 200, new WholeTruth([.. book.Snapshot().Select(call => TruthOf(call, now))]), TruthJson.Default.WholeTruth);
    }

    /// <summary>GET /_sim/health.</summary>
    public Task HealthAsync(HttpContext context)
    {
        var played = faults.Played.ToDictionary(pair => FaultNames.Of(pair.Key), pair => pair.Value, StringComparer.Ordinal);
        var health = new Health("ok", options.Seed, options.TimeScale, book.Count, limiter.Refused, played, GC.GetTotalMemory(forceFullCollection: false));
        return Reply.WriteAsync(context, 200, health, TruthJson.Default.Health);
    }

    private DateTimeOffset Settle()
    {
        var now = clock.GetUtcNow();
        places.Settle(now);
        return now;
    }

    private ChargeLine ChargeOf(Call call, DateTimeOffset now)
    {
        var facts = call.Facts;
        var ticks = prices.ChargedTicks(call, now);
        return new ChargeLine(
            facts.Provider, facts.Operation, facts.RequestId, Accepted: true, Charged: ticks > 0, ticks, facts.AcceptedAt,
            facts.PromptHash, facts.Model, StateOf(call, now), facts.ReplyLost);
    }

    private CallTruth TruthOf(Call call, DateTimeOffset now)
    {
        var facts = call.Facts;
        IReadOnlyList<string> faultsOfCall = facts.EndingFault is { } ending ? [ending, .. call.Faults] : call.Faults;
        var script = facts.Operation == "video" ? new ClipScript(clips.PlanFor(facts)) : null;
        IReadOnlyList<DefectTruth> defects = script is null ? [] : [.. script.Occurrences.Select(occurrence => DefectOf(occurrence, script))];
        return new CallTruth(
            facts.Provider, facts.Operation, facts.RequestId, facts.PromptHash, StateOf(call, now), facts.Traps, defects,
            Clean: defects.Count == 0, Refused: facts.Ending == CallState.Refused, faultsOfCall, script is null ? null : FormOf(script));
    }

    private static DefectTruth DefectOf(Clips.Defects.Occurrence occurrence, ClipScript script) => new(
        occurrence.Defect.Kind,
        occurrence.Defect.Trap,
        Math.Round((double)occurrence.StartFrame / ClipFormat.FramesPerSecond, 3),
        Math.Round((double)occurrence.EndFrame / ClipFormat.FramesPerSecond, 3),
        occurrence.Defect.Where(occurrence, script.Scene, script.Motion),
        Math.Round(occurrence.Severity, 3));

    private static ClipTruth FormOf(ClipScript script)
    {
        var format = script.Scene.Format;
        return new ClipTruth(format.WidthPx, format.HeightPx, ClipFormat.FramesPerSecond, format.FrameCount);
    }

    private static string StateOf(Call call, DateTimeOffset now) => call.StateAt(now).ToString().ToLowerInvariant();
}

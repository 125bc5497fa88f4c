using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Simulator.Clips;
using FunctionsPipeline.Simulator.Clips.Defects;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Calls;

/// <summary>
/// The one way by which calls are accepted, at every provider: settles what will become of a call, enters it into the book, and plays the
/// faults of the way there and back. Safe for several threads.
/// </summary>
internal sealed class Intake(SimulatorOptions options, CallBook book, WorkPlaces places, FaultScript faults, FaultPlayer player, TimeProvider clock)
{
    /// <summary>Words that no moderation lets pass, so that a refusal can be had at will.</summary>
    private static readonly string[] RefusedWords = ["gore", "nude", "beheading"];

    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly Draw _seed = Draw.FromSeed(options.Seed);

    /// <summary>Accepts a call, unless a fault prevents it.</summary>
    /// <returns>The call to answer for; null when a fault has seen to the reply, or to there being none.</returns>
    public async Task<Call?> AcceptAsync(HttpContext context, CallOrder order, IErrorVoice voice)
    {
        var hash = HashOf(order.Prompt);
        var fault = FaultOnTheWay(order, hash);
        if (fault is not null && !IsAfterAcceptance(fault))
        {
            faults.CountPlayed(fault);
            await player.PlayAsync(context, fault, voice);
            return null;
        }

        var call = book.Accept(Settle(order, hash, fault));
        places.Admit(call);
        if (fault is null) return call;

        faults.CountPlayed(fault);
        call.NoteFault(FaultNames.Of(fault.Kind));
        await player.PlayAsync(context, fault, voice);
        return null;
    }

    // A journal that lost its end may have kept a later repeat and not an earlier one; ids that are taken are passed over.
    private Draw NextDraw(CallOrder order, string hash)
    {
        var name = hash + order.Beside;
        while (true)
        {
            var draw = _seed.For(order.Provider).For(name).For(book.NextRepeat(order.Provider, name));
            if (book.Find(IdOf(draw)) is null) return draw;
        }
    }

    private CallFacts Settle(CallOrder order, string hash, Fault? fault)
    {
        var draw = NextDraw(order, hash);
        var traps = order.Operation == FaultOperation.Submit ? DefectCatalog.TrapsIn(order.Prompt) : [];
        var ending = EndingOf(order, draw);
        var written = order.Write?.Invoke(draw.For("answer"), FaultOfAnswer(ending));
        return new CallFacts
        {
            Provider = order.Provider,
            Operation = NameOf(order.Operation),
            RequestId = IdOf(draw),
            KeyId = order.KeyId,
            Model = order.Model,
            PromptHash = hash,
            Traps = traps,
            Defects = order.Operation == FaultOperation.Submit ? DrawDefects(draw, traps) : [],
            Seed = draw.State,
            AcceptedAt = clock.GetUtcNow(),
            Work = TimeSpan.FromSeconds(order.WorkSeconds(draw.For("work")) * options.TimeScale),
            Ending = ending.State,
            EndingFault = ending.Fault is { } kind ? FaultNames.Of(kind) : null,
            PriceTicks = PriceOf(order, written, ending.State, fault),
            ReplyLost = fault is not null,
            DurationSeconds = order.DurationSeconds,
            Resolution = order.Resolution,
            AspectRatio = order.AspectRatio,
            ImageCount = order.ImageCount,
            Prompt = order.Operation == FaultOperation.Image ? order.Prompt : null,
            PictureSeed = order.PictureSeed,
            IsJpeg = order.IsJpeg,
            PortraitFile = order.PortraitFile,
            SoundFile = order.SoundFile,
            SoundSeconds = order.SoundSeconds,
            Answer = written?.Json ?? order.Answer,
            Listing = order.Listing,
            Problem = order.Problem,
        };
    }

    private static long PriceOf(CallOrder order, WrittenAnswer? written, CallState ending, Fault? fault)
    {
        if (fault is { Kind: FaultKind.ErrorAfterAccept } && order.StatusesNotCharged.Contains(fault.Status)) return 0;
        if (written is not null) return written.PriceTicks;
        return ending == CallState.Refused ? order.RefusalPriceTicks ?? order.PriceTicks : order.PriceTicks;
    }

    private (CallState State, FaultKind? Fault) EndingOf(CallOrder order, Draw draw)
    {
        if (order.Problem is not null) return (CallState.Failed, null);
        if (order.IsModerated && RefusedWords.Any(word => order.Prompt.Contains(word, StringComparison.OrdinalIgnoreCase))) return (CallState.Refused, null);
        if (faults.AtTheEnd(order.Operation, order.Provider, draw) is not { } fault) return (CallState.Done, null);
        faults.CountPlayed(fault);
        var state = fault.Kind switch
        {
            FaultKind.Expiry => CallState.Expired,
            FaultKind.GenerationFailed => CallState.Failed,
            FaultKind.Moderation or FaultKind.BlockedPrompt => CallState.Refused,
            _ => CallState.Done,
        };
        return (state, fault.Kind);
    }

    private static LanguageFault FaultOfAnswer((CallState State, FaultKind? Fault) ending)
    {
        if (ending.State == CallState.Refused) return LanguageFault.Blocked;
        return ending.Fault is { } fault ? LanguageFaults.Of(fault) : LanguageFault.None;
    }

    private IReadOnlyList<string> DrawDefects(Draw draw, IReadOnlyList<string> traps)
    {
        var kinds = DefectCatalog.Draw(draw, traps, options.TrapChance, options.WeaknessChance).Select(defect => defect.Kind);
        // There is one canned clip per defect.
        return [.. options.Clips == ClipMode.Canned ? kinds.Take(1) : kinds];
    }

    private Fault? FaultOnTheWay(CallOrder order, string hash)
    {
        if (faults.IsEmpty) return null;
        var name = $"{order.Provider} {order.Operation} {hash}{order.Beside}";
        var attempt = _attempts.AddOrUpdate(name, 1, (_, last) => last + 1);
        return faults.OnTheWay(order.Operation, order.Provider, faults.ChanceOf(name).For(attempt));
    }

    private static bool IsAfterAcceptance(Fault fault) =>
        fault.Kind is FaultKind.ErrorAfterAccept or FaultKind.ReplyLost || (fault.Kind == FaultKind.Hang && fault.Accepted);

    private static string NameOf(FaultOperation operation) => operation == FaultOperation.Submit ? "video" : FaultNames.Of(operation);

    private static string IdOf(Draw draw) => draw.For("id").ToGuid().ToString();

    private static string HashOf(string prompt) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));
}

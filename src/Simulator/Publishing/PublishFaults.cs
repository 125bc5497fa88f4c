using System.Collections.Concurrent;
using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.Publishing;

/// <summary>Plays the faults of requests that publish something. Safe for several threads.</summary>
internal sealed class PublishFaults(FaultScript faults, FaultPlayer player)
{
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);

    /// <summary>Answers a request, or lets a fault see to the reply before or after it was done.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">Its kind.</param>
    /// <param name="provider">Whom it was sent to.</param>
    /// <param name="about">What it is about: with the number of such requests it decides what chance does.</param>
    /// <param name="voice">How the provider words its errors.</param>
    /// <param name="act">Does what is asked for and gives the reply. Gets the fault when that befalls what is done, not the way.</param>
    public async Task AnswerAsync(
        HttpContext context, FaultOperation operation, string provider, string about, IErrorVoice voice, Func<Fault?, Task<Func<Task>>> act)
    {
        if (faults.OnTheWay(operation, provider, ChanceOf(operation, provider, about)) is not { } fault)
        {
            await (await act(null))();
            return;
        }

        faults.CountPlayed(fault);
        switch (fault.Kind)
        {
            case FaultKind.ErrorAfterAccept or FaultKind.ReplyLost:
                await act(null);
                await player.PlayAsync(context, fault, voice);
                break;
            case FaultKind.SessionExpired or FaultKind.PartialChunk or FaultKind.RangeMissing or FaultKind.OddAnswer or FaultKind.QuotaExceeded:
                await (await act(fault))();
                break;
            default:
                await player.PlayAsync(context, fault, voice);
                break;
        }
    }

    /// <summary>True when the provider will not be able to use what is being uploaded.</summary>
    public bool ProcessingFails(string provider, string about)
    {
        if (faults.AtTheEnd(FaultOperation.UploadStart, provider, ChanceOf(FaultOperation.UploadStart, provider, about + " end")) is not { } fault) return false;
        faults.CountPlayed(fault);
        return true;
    }

    private Draw ChanceOf(FaultOperation operation, string provider, string about)
    {
        var name = $"{provider} {operation} {about}";
        return faults.ChanceOf(name).For(_attempts.AddOrUpdate(name, 1, (_, last) => last + 1));
    }
}

using FunctionsPipeline.Simulator.Calls;

namespace FunctionsPipeline.Simulator.Faults;

/// <summary>Plays the faults of questions about an accepted call: polls and requests for a result. Safe for several threads.</summary>
internal sealed class QuestionFaults(FaultScript faults, FaultPlayer player)
{
    /// <summary>Plays a fault where the script has one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="call">The call that is asked about.</param>
    /// <param name="operation">The kind of question.</param>
    /// <param name="number">How often it has been asked, this time included.</param>
    /// <param name="voice">How the provider words its errors.</param>
    /// <returns>True when the fault has seen to the reply.</returns>
    public async Task<bool> TryPlayAsync(HttpContext context, Call call, FaultOperation operation, int number, IErrorVoice voice)
    {
        var chance = new Draw(call.Facts.Seed).For(operation.ToString()).For(number);
        if (faults.OnTheWay(operation, call.Facts.Provider, chance) is not { } fault) return false;
        faults.CountPlayed(fault);
        call.NoteFault(FaultNames.Of(fault.Kind));
        await player.PlayAsync(context, fault, voice);
        return true;
    }
}

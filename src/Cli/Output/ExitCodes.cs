using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Output;

/// <summary>Exit codes of every command. Scripts rely on them.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int Blocked = 2;
    public const int BudgetStopped = 3;
    public const int Degraded = 4;
    public const int ItemsFailed = 100;
    public const int Interrupted = 130;

    public static int Of(RunStatus status) => status switch
    {
        RunStatus.Succeeded => Ok,
        RunStatus.Degraded => Degraded,
        RunStatus.BudgetStopped => BudgetStopped,
        RunStatus.Failed or RunStatus.Cancelled => ItemsFailed,
        _ => Interrupted,
    };
}

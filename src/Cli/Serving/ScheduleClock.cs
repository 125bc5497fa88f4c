using FunctionsPipeline.Pipelines.Schedules;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Serving;

/// <summary>Looks for due runs, at once and then twice a minute: what the timer trigger does on Azure.</summary>
internal sealed partial class ScheduleClock(ScheduleRunner runner, TimeProvider clock, ILogger<ScheduleClock> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                await LookAsync();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await runner.RunDueAsync(_stop.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A full disk must not end the clock: the next look may go better, and the log has this one.
            LogFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Due runs could not be started now; they are looked for again in half a minute.")]
    private partial void LogFailed(Exception exception);
}

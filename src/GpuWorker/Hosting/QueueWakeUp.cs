using Azure;
using Azure.Identity;
using Azure.Storage.Queues;
using FunctionsPipeline.Pipelines.FrameJobs;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.GpuWorker.Hosting;

/// <summary>
/// Wakes the worker when a message lies in a queue. What a message says does not matter: the jobs are what lies in the folder, so a
/// message that is lost or comes twice changes nothing.
/// </summary>
public sealed class QueueWakeUp(QueueClient queue, FrameJobWorker worker, TimeProvider clock, ILogger logger)
{
    /// <summary>As many as the service gives at once.</summary>
    private const int MessagesMax = 32;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(10);

    /// <summary>Looks into the queue until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true) await Task.Delay(await LookAsync(cancellationToken), clock, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var messages = (await queue.ReceiveMessagesAsync(MessagesMax, cancellationToken: cancellationToken)).Value;
            if (messages.Length == 0) return Pause;
            worker.Wake();
            foreach (var message in messages) await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
            return TimeSpan.Zero;
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or AuthenticationFailedException)
        {
            // The second is what the client throws after several tries without an answer, the third when there was no token.
            logger.LogWarning(exception, "The wake-up queue could not be read; the folder is looked through as always.");
            return PauseAfterError;
        }
    }
}

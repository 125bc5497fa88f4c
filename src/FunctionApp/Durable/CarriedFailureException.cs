using System.Text.Json;
using FunctionsPipeline.Durable;
using Microsoft.DurableTask;
using TaskFailureDetails = Microsoft.DurableTask.TaskFailureDetails;

namespace FunctionsPipeline.FunctionApp;

/// <summary>
/// Carries our failures through Durable Functions, which keeps a type and a message of an exception and nothing else: the message is the
/// failure as JSON.
/// </summary>
internal sealed class CarriedFailureException(Durable.FailureDetails details, Exception cause)
    : Exception(JsonSerializer.Serialize(details, DurableJson.Options), cause)
{
    /// <summary>The failure that an ended task carries.</summary>
    public static Durable.FailureDetails Read(TaskFailedException failed) => failed.FailureDetails is { } failure
        ? Read(failure)
        // Durable Functions says nothing of an orchestration that was terminated.
        : new Durable.FailureDetails(Durable.FailureDetails.TerminatedCode, "It was terminated.", IsRetryable: false);

    /// <summary>The failure as it was carried; one that is not ours is kept by its type and message.</summary>
    public static Durable.FailureDetails Read(TaskFailureDetails failure)
    {
        // A sub-orchestration's failure is wrapped once more.
        while (failure.InnerFailure is { } inner && failure.ErrorType != typeof(CarriedFailureException).FullName) failure = inner;
        try
        {
            return JsonSerializer.Deserialize<Durable.FailureDetails>(failure.ErrorMessage, DurableJson.Options)!;
        }
        catch (JsonException)
        {
            return new Durable.FailureDetails(Durable.FailureDetails.UnhandledCode, $"{failure.ErrorType}: {failure.ErrorMessage}");
        }
    }
}

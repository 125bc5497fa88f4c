namespace FunctionsPipeline.Durable.Engine;

/// <summary>Turns an exception of the user's code into what history keeps: no stack, no type that has to be loaded.</summary>
internal static class FailureTranslator
{
    public static FailureDetails Of(Exception error) => Bounded(error switch
    {
        ActivityFailedException activity => activity.Details,
        SubOrchestrationFailedException child => child.Details,
        PayloadTooLargeException large => new FailureDetails(FailureCodes.PayloadTooLarge, large.Message, IsRetryable: false),
        _ => new FailureDetails(FailureDetails.UnhandledCode, $"{error.GetType().Name}: {error.Message}"),
    });

    private static FailureDetails Bounded(FailureDetails failure) => failure.Message.Length <= Limits.FailureMessageCharsMax
        ? failure
        : failure with { Message = failure.Message[..Limits.FailureMessageCharsMax] + "..." };
}

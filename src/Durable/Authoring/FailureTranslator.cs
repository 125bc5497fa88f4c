namespace FunctionsPipeline.Durable;

/// <summary>Turns an exception of the user's code into what history keeps, on both hosts: no stack, no type that has to be loaded.</summary>
public static class FailureTranslator
{
    /// <summary>What history keeps of an exception; its message is cut at <see cref="Limits.FailureMessageCharsMax"/>.</summary>
    public static FailureDetails Of(Exception error) => Bounded(error switch
    {
        ActivityFailedException activity => activity.Details,
        SubOrchestrationFailedException child => child.Details,
        PayloadTooLargeException large => new FailureDetails(Engine.FailureCodes.PayloadTooLarge, large.Message, IsRetryable: false),
        _ => new FailureDetails(FailureDetails.UnhandledCode, $"{error.GetType().Name}: {error.Message}"),
    });

    private static FailureDetails Bounded(FailureDetails failure) => failure.Message.Length <= Limits.FailureMessageCharsMax
        ? failure
        : failure with { Message = failure.Message[..Limits.FailureMessageCharsMax] + "..." };
}

namespace FunctionsPipeline.Simulator.Calls;

/// <summary>How an accepted call stands.</summary>
internal enum CallState
{
    /// <summary>Waits for a free place.</summary>
    Queued,

    /// <summary>Being worked on.</summary>
    Running,

    /// <summary>Ended with a result.</summary>
    Done,

    /// <summary>Ended; moderation holds the result back.</summary>
    Refused,

    /// <summary>Ended without a result.</summary>
    Failed,

    /// <summary>Given up by the provider.</summary>
    Expired,

    /// <summary>Taken back by the client before work began.</summary>
    Cancelled,
}

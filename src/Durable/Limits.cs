namespace FunctionsPipeline.Durable;

/// <summary>Every limit of the engine, each with its reason.</summary>
public static class Limits
{
    /// <summary>
    /// Largest input, output, event or custom status, bytes of UTF-8 JSON. Durable Functions moves larger ones to blobs
    /// and pays for it at every replay; a history of references stays small on both hosts.
    /// </summary>
    public const int PayloadBytesMax = 16 * 1024;

    /// <summary>Longest message of a failure, characters: a page of text says what happened, more would fill histories with response bodies.</summary>
    public const int FailureMessageCharsMax = 2048;
}

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Bounds, each with its reason.</summary>
internal static class Limits
{
    /// <summary>A thumbnail that is read into memory. Ten times what YouTube is sure to take.</summary>
    public const int ThumbnailBytesMax = 20 << 20;

    /// <summary>Days ahead that are searched for a free slot: two years of one a day.</summary>
    public const int SlotDaysMax = 730;

    /// <summary>Turns of one execution of a publication before it continues as new: its history stays below about 500 events, however long it waits.</summary>
    public const int TurnsPerExecutionMax = 100;

    /// <summary>Longest single wait: longer durable timers are cut in pieces by Durable Functions, each host in its own way.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromHours(24);

    /// <summary>How often an approval is looked for, should its event have been lost.</summary>
    public static readonly TimeSpan DecisionSweep = TimeSpan.FromHours(6);

    /// <summary>A time slot so near is not taken: the upload and the provider's work on the video have to fit before it.</summary>
    public static readonly TimeSpan SlotLead = TimeSpan.FromMinutes(30);

    /// <summary>Characters of a message that travel in a history.</summary>
    public const int MessageCharactersMax = 2000;

    /// <summary>Problems that travel in a history; the row has them all.</summary>
    public const int ProblemsMax = 4;
}

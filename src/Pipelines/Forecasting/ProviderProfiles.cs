namespace FunctionsPipeline.Pipelines.Forecasting;

/// <summary>How providers behave before we have measured it. Latencies: the 120 to 300 s cycle that throughput figures of earlier systems imply.</summary>
internal static class ProviderProfiles
{
    private static readonly Dictionary<string, ProviderProfile> Known = new(StringComparer.Ordinal)
    {
        ["xai"] = new ProviderProfile
        {
            Source = "assumed for xAI (2026-11): 120 to 300 s, 4 % refused and charged, 2 % failed and not charged",
            LatencyMinSeconds = 120,
            LatencyMaxSeconds = 300,
            RefusedShare = 0.04,
            FailedShare = 0.02,
            IsRefusalCharged = true,
        },
        ["fal"] = new ProviderProfile
        {
            Source = "assumed for fal (2026-11): 60 to 240 s, 4 % refused, 2 % failed, neither charged",
            LatencyMinSeconds = 60,
            LatencyMaxSeconds = 240,
            RefusedShare = 0.04,
            FailedShare = 0.02,
        },
    };

    /// <summary>For pipelines that ask for answers, one after the other.</summary>
    /// <param name="isSimulated">Whether the built-in simulator answers.</param>
    /// <param name="calls">Calls of an item.</param>
    public static ProviderProfile Answers(bool isSimulated, int calls) => isSimulated
        ? new ProviderProfile { Source = "the built-in simulator", LatencyMinSeconds = 0, LatencyMaxSeconds = 0.1 * calls, OverheadSeconds = 0.1, ClipBytes = 20_000 }
        : new ProviderProfile { Source = "assumed for language models (2026-11): 1 to 6 s a call", LatencyMinSeconds = calls, LatencyMaxSeconds = 6 * calls, OverheadSeconds = 0.1, ClipBytes = 20_000 };

    /// <summary>For pipelines that make images and have them judged, one after the other.</summary>
    /// <param name="isSimulated">Whether the built-in simulator makes and judges them.</param>
    /// <param name="images">Images of an item.</param>
    /// <param name="answers">Answers of an item.</param>
    public static ProviderProfile Images(bool isSimulated, int images, int answers) => isSimulated
        ? new ProviderProfile { Source = "the built-in simulator", LatencyMinSeconds = 0, LatencyMaxSeconds = 0.2 * (images + answers), OverheadSeconds = 0.3 * images, ClipBytes = 400_000L * images }
        : new ProviderProfile
        {
            Source = "assumed for image and language models (2026-11): 4 to 20 s an image, 1 to 6 s an answer",
            LatencyMinSeconds = (4 * images) + answers,
            LatencyMaxSeconds = (20 * images) + (6 * answers),
            OverheadSeconds = 0.5 * images,
            ClipBytes = 1_500_000L * images,
        };

    /// <summary>For episodes: words one after the other, then pictures, voices and faces beside each other, then a render on this host.</summary>
    /// <param name="isSimulated">Whether the built-in simulator makes everything but the render.</param>
    public static ProviderProfile Episodes(bool isSimulated) => isSimulated
        ? new ProviderProfile { Source = "the built-in simulator, and a render on this host", LatencyMinSeconds = 10, LatencyMaxSeconds = 30, OverheadSeconds = 60, ClipBytes = 20_000_000 }
        : new ProviderProfile
        {
            Source = "assumed for language, image, speech and talking-head models (2026-11), and a render on this host",
            LatencyMinSeconds = 60,
            LatencyMaxSeconds = 300,
            OverheadSeconds = 60,
            ClipBytes = 30_000_000,
        };

    /// <summary>For searches, page after page.</summary>
    /// <param name="isSimulated">Whether the built-in simulator answers.</param>
    /// <param name="pages">Pages of an item.</param>
    /// <param name="posts">Posts of an item.</param>
    public static ProviderProfile Searches(bool isSimulated, int pages, int posts) => isSimulated
        ? new ProviderProfile { Source = "the built-in simulator", LatencyMinSeconds = 0, LatencyMaxSeconds = 0.1 * pages, OverheadSeconds = 0.1, ClipBytes = 1_000L * posts }
        : new ProviderProfile { Source = "assumed for searches (2026-11): 0.2 to 1.5 s a page", LatencyMinSeconds = 0.2 * pages, LatencyMaxSeconds = 1.5 * pages, OverheadSeconds = 0.1, ClipBytes = 1_000L * posts };

    public static ProviderProfile Find(string provider) => Known[provider];
}

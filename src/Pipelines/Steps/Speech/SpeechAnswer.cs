using System.Text.Json.Serialization;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Steps.Speech;

/// <summary>A spoken text as it is kept; its file lies beside it.</summary>
internal sealed record SpeechAnswer
{
    /// <summary>Length as decoded, s; 0 when there is no sound.</summary>
    public double Seconds { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal; empty when there is none.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>When each word is spoken; empty when the provider does not say.</summary>
    public IReadOnlyList<TimedText> Words { get; init; } = [];

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The bytes, on their way from the provider to the store.</summary>
    [JsonIgnore]
    public InlineSound? Sound { get; init; }

    /// <summary>Usable, or what is wrong with it.</summary>
    public Judged<TVerdict> ToVerdict<TVerdict>(Func<double, string, TVerdict> of)
        where TVerdict : class =>
        Problem is null ? Judged<TVerdict>.Usable(of(Seconds, Sha256)) : Judged<TVerdict>.Unusable("malformed_sound", Problem, isRetryable: true);
}

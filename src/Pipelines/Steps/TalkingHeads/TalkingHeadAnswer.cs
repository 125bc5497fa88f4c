using System.Text.Json.Serialization;

namespace FunctionsPipeline.Pipelines.Steps.TalkingHeads;

/// <summary>A speaking face as it is kept; its clip lies beside it.</summary>
internal sealed record TalkingHeadAnswer
{
    /// <summary>Length of the clip, s; 0 when there is none.</summary>
    public double Seconds { get; init; }

    /// <summary>SHA-256 of the clip, lower-case hexadecimal; empty when there is none.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The downloaded clip, on its way to the store.</summary>
    [JsonIgnore]
    public string? LocalPath { get; init; }

    /// <summary>Usable, or what is wrong with it.</summary>
    public Judged<TVerdict> ToVerdict<TVerdict>(Func<double, string, TVerdict> of)
        where TVerdict : class =>
        Problem is null ? Judged<TVerdict>.Usable(of(Seconds, Sha256)) : Judged<TVerdict>.Unusable("malformed_clip", Problem, isRetryable: true);
}

using System.Text.Json.Serialization;

namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>What is to be done next.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IterationAction>))]
public enum IterationAction
{
    /// <summary>Make another image.</summary>
    Continue,

    /// <summary>Ask the judge about an image once more.</summary>
    Rescore,

    /// <summary>Make an end.</summary>
    Stop,
}

/// <summary>Why an end is made.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IterationStop>))]
public enum IterationStop
{
    /// <summary>The chosen image has the score that was asked for.</summary>
    Target,

    /// <summary>The last iterations brought nothing.</summary>
    Plateau,

    /// <summary>The last iterations seem to have brought something, but no more than the judge's noise may have.</summary>
    NoSignificantGain,

    /// <summary>The next image, and the proof that it is better, would not be within the budget.</summary>
    Budget,

    /// <summary>As many images as allowed were made.</summary>
    Iterations,
}

/// <summary>The next step of a run, from its records alone.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="Chosen">The iteration whose image would be used if the run ended here; null while none was judged.</param>
/// <param name="Subject">Continue: the iteration to start from, null for the first image. Rescore: whose image the judge is asked about.</param>
/// <param name="TargetChecks">Continue: what the next prompt is to mend, the failed checks of <paramref name="Subject"/>. Else empty.</param>
/// <param name="Reason">Stop: why. Else null.</param>
public sealed record IterationDecision(
    IterationAction Action, int? Chosen, int? Subject, IReadOnlyList<string> TargetChecks, IterationStop? Reason)
{
    /// <summary>Equal in every word, lists by their content.</summary>
    public bool Equals(IterationDecision? other) =>
        other is not null && (Action, Chosen, Subject, Reason) == (other.Action, other.Chosen, other.Subject, other.Reason)
        && TargetChecks.SequenceEqual(other.TargetChecks, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Action, Chosen, Subject, Reason, TargetChecks.Count);

    internal static IterationDecision ContinueFrom(IterationRecord? start, int? chosen) =>
        new(IterationAction.Continue, chosen, start?.Number, start?.FailedChecks ?? [], null);

    internal static IterationDecision RescoreOf(int number, int? chosen) => new(IterationAction.Rescore, chosen, number, [], null);

    internal static IterationDecision StopWith(int? chosen, IterationStop reason) => new(IterationAction.Stop, chosen, null, [], reason);
}

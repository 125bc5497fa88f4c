namespace FunctionsPipeline.State.Runs;

/// <summary>A fallback that was taken, for reports, exit codes and gates.</summary>
/// <param name="Kind">Stable name, for example <c>analysis-skipped</c>.</param>
/// <param name="What">What was to be done and was not.</param>
/// <param name="Why">The reason.</param>
/// <param name="Since">When it began.</param>
/// <param name="VisibleEffect">What a person sees of it in the result.</param>
public sealed record Degradation(string Kind, string What, string Why, DateTimeOffset Since, string VisibleEffect);

/// <summary>A lesser result. It cannot be made without saying what it lacks, so no fallback is silent.</summary>
public sealed record Fallback<T>
{
    /// <summary>A lesser result and its reason.</summary>
    /// <exception cref="ArgumentNullException">There is no degradation.</exception>
    public Fallback(T value, Degradation degradation)
    {
        ArgumentNullException.ThrowIfNull(degradation);
        Value = value;
        Degradation = degradation;
    }

    /// <summary>The result.</summary>
    public T Value { get; }

    /// <summary>What it lacks and why.</summary>
    public Degradation Degradation { get; }
}

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>What kind of understanding a trap tests.</summary>
public enum TrapFamily
{
    /// <summary>How bodies move.</summary>
    Physics,

    /// <summary>How surfaces, colours and light hold together.</summary>
    Coherence,
}

/// <summary>One adversarial mutation of a prompt.</summary>
/// <param name="Id">For example <c>zero-gravity</c>. In plans for ever.</param>
/// <param name="Family">What it tests.</param>
/// <param name="TargetDefect">Id of the detector whose defect it provokes.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Formula">Its sentence with alternatives.</param>
public sealed record Trap(string Id, TrapFamily Family, string TargetDefect, string Summary, TextFormula Formula);

/// <summary>Traps known to work together against one defect.</summary>
/// <param name="Id">Short for the joined trap ids.</param>
/// <param name="TrapIds">In the order in which their sentences are appended.</param>
/// <param name="TargetDefect">Id of the detector whose defect the combination provokes.</param>
/// <param name="Summary">One line for people.</param>
public sealed record TrapCombination(string Id, IReadOnlyList<string> TrapIds, string TargetDefect, string Summary);

namespace FunctionsPipeline.Analysis;

/// <summary>How a kernel runs. Results are the same integers for every setting.</summary>
/// <param name="Width">The widest registers to use; at most what the processor has.</param>
/// <param name="RowThreads">
/// Threads that share the rows of one picture, at least 1. More than one helps a single clip; where many clips are looked at, one thread a
/// clip makes better use of the processors.
/// </param>
public readonly record struct KernelSettings(KernelWidth Width, int RowThreads = 1)
{
    /// <summary>The chosen entry of the <see cref="KernelTable"/> on one thread.</summary>
    public static KernelSettings Default => new(KernelTable.Chosen.Width);
}

using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>An entry of the <see cref="KernelTable"/>.</summary>
/// <param name="Name">What <see cref="KernelTable.Variable"/> calls it.</param>
/// <param name="Width">The width it allows.</param>
public sealed record KernelEntry(string Name, KernelWidth Width);

/// <summary>The widths there are, best first. Every one gives the same integers, so a choice changes speed and nothing else.</summary>
public static class KernelTable
{
    /// <summary>
    /// The environment variable that forces an entry by its name, for tests and for machines where the widest is not the fastest.
    /// </summary>
    public const string Variable = "FP_KERNEL";

    private static readonly Lazy<KernelEntry> LazyChosen = new(() => Choose(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>All entries, whatever this processor has, best first. The scalar one is last and runs everywhere.</summary>
    public static IReadOnlyList<KernelEntry> All { get; } =
    [
        new("512", KernelWidth.Bits512),
        new("256", KernelWidth.Bits256),
        new("128", KernelWidth.Bits128),
        new("scalar", KernelWidth.Scalar),
    ];

    /// <summary>The entries this processor runs, best first.</summary>
    public static IReadOnlyList<KernelEntry> Supported { get; } = [.. All.Where(entry => IsSupported(entry.Width))];

    /// <summary>The entry in use: the forced one, or the best.</summary>
    /// <exception cref="KernelChoiceException"><see cref="Variable"/> names no entry, or one this processor does not run.</exception>
    public static KernelEntry Chosen => LazyChosen.Value;

    /// <summary>Finds an entry.</summary>
    /// <param name="forced">Its name; null or empty for the best one.</param>
    /// <exception cref="KernelChoiceException">The name is unknown, or this processor does not run the entry.</exception>
    public static KernelEntry Choose(string? forced)
    {
        if (string.IsNullOrEmpty(forced)) return Supported[0];
        var entry = All.FirstOrDefault(entry => string.Equals(entry.Name, forced, StringComparison.Ordinal))
            ?? throw new KernelChoiceException($"{Variable} is '{forced}'; it can be {Names(All)}.");
        if (Supported.Contains(entry)) return entry;
        throw new KernelChoiceException($"{Variable} is '{forced}', which this processor does not run; it runs {Names(Supported)}.");
    }

    private static string Names(IReadOnlyList<KernelEntry> entries) => string.Join(", ", entries.Select(entry => entry.Name));

    private static bool IsSupported(KernelWidth width) => width switch
    {
        KernelWidth.Bits512 => Vector512.IsHardwareAccelerated,
        KernelWidth.Bits256 => Vector256.IsHardwareAccelerated,
        KernelWidth.Bits128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };
}

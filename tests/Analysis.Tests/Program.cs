using FunctionsPipeline.Analysis;
using FunctionsPipeline.Analysis.Tests.Kernels;

// What KernelChildTests starts: the widths this process has, and a digest of what each of them computes.
foreach (var entry in KernelTable.Supported)
{
    Console.WriteLine($"{entry.Name} {KernelSweep.Digest(KernelSweep.Digests(new KernelSettings(entry.Width)))}");
}

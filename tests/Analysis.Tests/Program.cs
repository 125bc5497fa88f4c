using FunctionsPipeline.Analysis;
using FunctionsPipeline.Analysis.Tests;
using FunctionsPipeline.Analysis.Tests.Kernels;

// What KernelChildTests and FlowChildTests start: a digest of motion, which kernel is in use, or the widths this process has with a digest of what each of them computes.
if (args is [KernelChildTests.AskChosen])
{
    Console.WriteLine(KernelTable.Chosen.Name);
    return;
}

if (args is [FlowChildTests.AskFlow])
{
    Console.WriteLine(FlowChildTests.Digest());
    return;
}

foreach (var entry in KernelTable.Supported)
{
    Console.WriteLine($"{entry.Name} {KernelSweep.Digest(KernelSweep.Digests(new KernelSettings(entry.Width)))}");
}

using System.Diagnostics;

namespace FunctionsPipeline.Analysis.Tests.Kernels;

/// <summary>A processor without an instruction set gets the same integers: a child process runs all kernels with the set switched off.</summary>
public sealed class KernelChildTests
{
    [ChildProcessTheory]
    [InlineData("DOTNET_EnableAVX512", "512")]
    [InlineData("DOTNET_EnableAVX2", "512 256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "512 256 128")]
    public async Task Kernels_give_the_same_integers_without(string instructions, string widthsWithout)
    {
        var lines = await RunAsync(instructions);

        // The switch took effect, the rest is there, and every width has the digest that the reference has here.
        var left = KernelTable.Supported.Select(entry => entry.Name).Except(widthsWithout.Split(' '));
        lines.Select(line => line.Split(' ')[0]).ShouldBe(left);
        var expected = KernelSweep.Digest(KernelSweep.Reference.Value);
        foreach (var line in lines) line.Split(' ')[1].ShouldBe(expected);
    }

    private static async Task<string[]> RunAsync(string switchedOff)
    {
        var start = new ProcessStartInfo(ChildProcessTheoryAttribute.Dotnet!, [typeof(KernelChildTests).Assembly.Location])
        {
            RedirectStandardOutput = true,
            Environment = { [switchedOff] = "0" },
        };
        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        child.ExitCode.ShouldBe(0);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}

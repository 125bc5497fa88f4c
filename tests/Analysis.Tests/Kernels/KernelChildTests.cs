using System.Diagnostics;

namespace FunctionsPipeline.Analysis.Tests.Kernels;

/// <summary>A processor without an instruction set gets the same integers: a child process runs all kernels with the set switched off.</summary>
public sealed class KernelChildTests
{
    /// <summary>Makes the child say which kernel it uses.</summary>
    public const string AskChosen = "chosen";

    [ChildProcessTheory]
    [InlineData("DOTNET_EnableAVX512", "512")]
    [InlineData("DOTNET_EnableAVX2", "512 256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "512 256 128")]
    public async Task Kernels_give_the_same_integers_without(string instructions, string widthsWithout)
    {
        var child = await RunAsync(instructions, "0");

        // The switch took effect, the rest is there, and every width has the digest that the reference has here.
        child.ExitCode.ShouldBe(0, child.Errors);
        var left = KernelTable.Supported.Select(entry => entry.Name).Except(widthsWithout.Split(' '));
        child.Lines.Select(line => line.Split(' ')[0]).ShouldBe(left);
        var expected = KernelSweep.Digest(KernelSweep.Reference.Value);
        foreach (var line in child.Lines) line.Split(' ')[1].ShouldBe(expected);
    }

    [ChildProcessTheory]
    [InlineData("128")]
    [InlineData("scalar")]
    public async Task The_environment_forces_a_kernel(string name)
    {
        var child = await RunAsync(KernelTable.Variable, name, AskChosen);

        child.Lines.ShouldBe([name]);
    }

    [ChildProcessTheory]
    [InlineData("fastest")]
    public async Task A_kernel_that_does_not_exist_is_an_error_and_not_another_kernel(string name)
    {
        var child = await RunAsync(KernelTable.Variable, name, AskChosen);

        child.ExitCode.ShouldNotBe(0);
        child.Errors.ShouldContain("FP_KERNEL is 'fastest'; it can be 512, 256, 128, scalar.");
    }

    private static async Task<(int ExitCode, string[] Lines, string Errors)> RunAsync(string variable, string value, params string[] arguments)
    {
        var start = new ProcessStartInfo(ChildProcessTheoryAttribute.Dotnet!, [typeof(KernelChildTests).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [variable] = value },
        };
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return (child.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), await errors);
    }
}

namespace FunctionsPipeline.Analysis.Tests.Kernels;

public sealed class KernelTableTests
{
    [Fact]
    public void The_best_comes_first_and_the_scalar_one_runs_everywhere()
    {
        KernelTable.All.Select(entry => entry.Name).ShouldBe(["512", "256", "128", "scalar"]);
        KernelTable.Supported[^1].Width.ShouldBe(KernelWidth.Scalar);
        KernelTable.Choose(null).ShouldBe(KernelTable.Supported[0]);
        KernelTable.Choose("").ShouldBe(KernelTable.Supported[0]);
    }

    [Fact]
    public void Every_supported_entry_can_be_forced()
    {
        foreach (var entry in KernelTable.Supported) KernelTable.Choose(entry.Name).ShouldBe(entry);
    }

    [Theory]
    [InlineData("1024")]
    [InlineData("Scalar")]
    [InlineData(" ")]
    public void An_unknown_name_is_refused_with_those_there_are(string name)
    {
        var error = Should.Throw<KernelChoiceException>(() => KernelTable.Choose(name));

        error.Message.ShouldBe($"FP_KERNEL is '{name}'; it can be 512, 256, 128, scalar.");
    }
}

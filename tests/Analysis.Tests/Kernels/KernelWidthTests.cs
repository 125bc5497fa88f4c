namespace FunctionsPipeline.Analysis.Tests.Kernels;

/// <summary>Every width and every number of threads gives the integers of the scalar reference. The table is the test data.</summary>
public sealed class KernelWidthTests
{
    public static TheoryData<string, int> Variants
    {
        get
        {
            var variants = new TheoryData<string, int>();
            foreach (var entry in KernelTable.Supported)
            {
                foreach (var rowThreads in new[] { 1, 2, 4 }) variants.Add(entry.Name, rowThreads);
            }

            return variants;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_variant_gives_the_integers_of_the_reference(string name, int rowThreads)
    {
        var settings = new KernelSettings(KernelTable.Choose(name).Width, rowThreads);
        KernelSweep.Digests(settings).ShouldBe(KernelSweep.Reference.Value);
    }
}

namespace FunctionsPipeline.Analysis.Tests.Tracking;

public sealed class BlobColourTests
{
    [Fact]
    public void Colours_of_one_luma_are_told_by_their_chroma()
    {
        var red = new BlobColour(110, 100, 170);
        var violet = new BlobColour(110, 140, 140);

        red.Distance(violet).ShouldBe(100, 0.01);
        red.Distance(red).ShouldBe(0);
    }

    [Fact]
    public void A_mix_lies_between()
    {
        var mixed = new BlobColour(100, 128, 128).Mix(new BlobColour(200, 108, 148), 0.25);

        mixed.ShouldBe(new BlobColour(125, 123, 133));
    }
}

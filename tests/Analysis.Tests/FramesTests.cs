namespace FunctionsPipeline.Analysis.Tests;

public sealed class FramesTests
{
    [Fact]
    public void A_frame_of_odd_size_has_chroma_planes_rounded_up()
    {
        var format = new VideoFormat(5, 3, 24, HasChroma: true);
        var frame = new VideoFrame(format);
        for (var at = 0; at < format.FrameBytes; at++) frame.Pixels.Span[at] = (byte)at;

        format.FrameBytes.ShouldBe(15 + 6 + 6);
        frame.Luma.Row(2)[4].ShouldBe((byte)14);
        frame.ChromaBlue.WidthPx.ShouldBe(3);
        frame.ChromaBlue.HeightPx.ShouldBe(2);
        frame.ChromaBlue.Row(0)[0].ShouldBe((byte)15);
        frame.ChromaRed.Row(1)[2].ShouldBe((byte)26);
    }

    [Fact]
    public void A_frame_without_chroma_says_so() =>
        Should.Throw<InvalidOperationException>(() => new VideoFrame(new VideoFormat(4, 4, 24, HasChroma: false)).ChromaBlue.HeightPx);

    [Fact]
    public void A_view_refuses_what_does_not_fit()
    {
        Should.Throw<ArgumentException>(() => new PlaneView(new byte[11], 4, 3, 4).HeightPx);
        Should.Throw<ArgumentOutOfRangeException>(() => new PlaneView(new byte[12], 4, 3, 3).HeightPx);
        Should.Throw<ArgumentOutOfRangeException>(() => new PlaneView(new byte[12], 0, 3, 4).HeightPx);
        Should.Throw<ArgumentOutOfRangeException>(() => new PlaneView(new byte[12], 4, 3, 4).Row(3).Length);
        new PlaneView(new byte[11], 3, 3, 4).Row(2).Length.ShouldBe(3);
    }
}

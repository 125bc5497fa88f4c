namespace FunctionsPipeline.Analysis.Tests.Frames;

public sealed class FrameTests
{
    [Fact]
    public void A_plane_with_gaps_between_its_rows_shows_its_pixels_only()
    {
        byte[] pixels = [1, 2, 99, 3, 4, 99, 5, 6];
        var plane = new PlaneView(pixels, 2, 3, 3);

        plane.Row(0).ToArray().ShouldBe([1, 2]);
        plane.Row(2).ToArray().ShouldBe([5, 6]);
    }

    [Theory]
    [InlineData(0, 3, 3)]
    [InlineData(2, 0, 3)]
    [InlineData(2, 3, 1)]
    [InlineData(2, 3, 4)]
    public void A_plane_that_does_not_fit_its_pixels_is_refused(int width, int height, int stride)
    {
        Should.Throw<ArgumentException>(() => new PlaneView(new byte[8], width, height, stride).HeightPx);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_row_that_is_not_there_is_refused(int y)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new PlaneView(new byte[9], 3, 3, 3).Row(y).Length);
    }

    [Fact]
    public void A_frame_of_odd_size_has_chroma_rounded_up()
    {
        var frame = new VideoFrame(new VideoFormat(5, 3, 25, HasChroma: true));
        for (var i = 0; i < frame.Pixels.Length; i++) frame.Pixels.Span[i] = (byte)i;

        frame.Pixels.Length.ShouldBe(15 + 6 + 6);
        frame.Luma.Row(2).ToArray().ShouldBe([10, 11, 12, 13, 14]);
        frame.ChromaBlue.Row(1).ToArray().ShouldBe([18, 19, 20]);
        frame.ChromaRed.Row(0).ToArray().ShouldBe([21, 22, 23]);
    }

    [Fact]
    public void A_frame_without_chroma_says_so()
    {
        var frame = new VideoFrame(new VideoFormat(4, 4, 25, HasChroma: false));

        Should.Throw<InvalidOperationException>(() => frame.ChromaBlue.WidthPx);
        frame.Pixels.Length.ShouldBe(16);
    }
}

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class PastPicturesTests
{
    private const int SidePx = 96;

    private readonly CellGrid _grid = new(SidePx, SidePx);

    [Theory]
    [InlineData(24, 5)]
    [InlineData(25, 5)]
    [InlineData(30, 6)]
    [InlineData(60, 12)]
    [InlineData(120, 12)]
    [InlineData(12.5, 2)]
    [InlineData(4, 1)]
    public void It_looks_back_a_fifth_of_a_second(double framesPerSecond, int lag) => After(40, framesPerSecond).Lag.ShouldBe(lag);

    [Fact]
    public void It_looks_back_as_far_as_the_shot_goes()
    {
        var past = After(3, 25);
        past.Lag.ShouldBe(2);

        past.Clear();

        past.Lag.ShouldBe(0);
    }

    [Fact]
    public void It_knows_the_picture_that_it_looks_back_to()
    {
        var past = After(9, 25);

        (past.Newest[0], past.Earlier[0]).ShouldBe(((byte)8, (byte)3));
    }

    [Fact]
    public void Ways_and_the_cameras_add_up()
    {
        var past = After(9, 25);

        past.FindWays();

        past.WayX.ShouldAllBe(way => Math.Abs(way - 5) < 1e-3);
        past.WayY.ShouldAllBe(way => Math.Abs(way + 2.5) < 1e-3);
        past.Camera.Apply(10, 10).ShouldBe((10 - 5 * 2, 10));
    }

    /// <summary>Frames as bright as their number, all of which move by (1, -0.5), while the camera's way is (2, 0).</summary>
    private PastPictures After(int frames, double framesPerSecond)
    {
        var past = new PastPictures(_grid);
        var (wayX, wayY) = (Enumerable.Repeat(1f, _grid.Count).ToArray(), Enumerable.Repeat(-0.5f, _grid.Count).ToArray());
        for (var frame = 0; frame < frames; frame++)
        {
            var luma = new byte[SidePx * SidePx];
            Array.Fill(luma, (byte)frame);
            past.Add(new PlaneView(luma, SidePx, SidePx, SidePx), frame / framesPerSecond, CameraMotion.None with { C = -2 });
            past.SetMotion(wayX, wayY);
        }

        return past;
    }
}

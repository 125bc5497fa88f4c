namespace FunctionsPipeline.Analysis.Tests;

/// <summary>The vector loops of the still picture against their definitions, pixel by pixel.</summary>
public sealed class StillPictureTests
{
    private const int WidthPx = 83;
    private const int HeightPx = 37;

    /// <summary>Cameras that stand, pan by parts of a pixel, zoom in and out, and turn.</summary>
    public static TheoryData<double, double, double, double, double, double> Maps => new()
    {
        { 1, 0, 0, 0, 1, 0 }, { 1, 0, 7.3, 0, 1, -2.8 }, { 1, 0, -60.5, 0, 1, 30 }, { 1, 0, 500, 0, 1, 0 },
        { 1.07, 0, -3, 0, 1.07, -1 }, { 0.91, 0, 4.4, 0, 0.91, 2 }, { 0.99, -0.12, 5, 0.12, 0.99, -4 }, { 1.0001, 0.0002, 0.4, -0.0002, 0.9999, 0.6 },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void A_run_holds_the_pixels_that_lie_one_behind_the_other(double a, double b, double c, double d, double e, double f)
    {
        var map = new PlaneMap(a, b, c, d, e, f);
        for (var y = 0; y < HeightPx; y++)
        {
            var walk = new RowWalk(map, y, 0.5, 0.5);
            var single = new RowWalk(map, y, 0.5, 0.5);
            for (var x = 0; x < WidthPx;)
            {
                var (column, line, run) = (walk.Column, walk.Line, walk.Run(WidthPx - x));
                run.ShouldBeInRange(1, WidthPx - x);
                for (var i = 0; i < run; i++, x++, single.Step()) (single.Column, single.Line).ShouldBe((column + i, line));
                walk.Step(run);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(31, 4)]
    [InlineData(32, 5)]
    [InlineData(33, 2)]
    [InlineData(130, 7)]
    public void A_kept_plane_is_smoothed_by_1_2_1_both_ways(int widthPx, int heightPx)
    {
        var pixels = Noise(widthPx * heightPx, 3);
        var plane = new SmoothPlane(widthPx, heightPx);

        plane.Fill(new PlaneView(pixels, widthPx, heightPx, widthPx));

        int[] weights = [1, 2, 1];
        for (var i = 0; i < pixels.Length; i++)
        {
            var sum = 8;
            for (var step = 0; step < 9; step++)
            {
                var (x, y) = (Math.Clamp(i % widthPx + step % 3 - 1, 0, widthPx - 1), Math.Clamp(i / widthPx + step / 3 - 1, 0, heightPx - 1));
                sum += weights[step % 3] * weights[step / 3] * pixels[y * widthPx + x];
            }

            plane.Pixels[i].ShouldBe((byte)(sum / 16));
        }
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void What_stands_out_is_how_far_a_level_lies_outside_the_range_around_its_place(double a, double b, double c, double d, double e, double f)
    {
        var map = new PlaneMap(a, b, c, d, e, f);
        var background = new SmoothPlane(WidthPx, HeightPx);
        background.Fill(new PlaneView(Noise(WidthPx * HeightPx, 5), WidthPx, HeightPx, WidthPx));
        var light = Enumerable.Range(0, 256).Select(level => (byte)(level * 9 / 10)).ToArray();
        var unchanged = Enumerable.Range(0, 256).Select(level => (byte)level).ToArray();
        var still = new StillPlane([new StillSample(background, PlaneMap.Identity, unchanged)], WidthPx, HeightPx, 3, 2, threads: 1);
        var (row, excess) = (Noise(WidthPx, 9), new byte[WidthPx]);
        for (var y = 0; y < HeightPx; y++)
        {
            still.WriteExcess(row, light, map, y, slack: 80, excess);

            var walk = new RowWalk(map, y, 0.5, 0.5);
            for (var x = 0; x < WidthPx; x++, walk.Step())
            {
                excess[x].ShouldBe(Excess(background, walk.Column, walk.Line, light[row[x]]));
            }
        }
    }

    private static byte Excess(SmoothPlane background, int column, int line, int level)
    {
        if (column < 0 || column >= WidthPx || line < 0 || line >= HeightPx) return 0;
        var around = new List<int>();
        for (var y = Math.Max(0, line - 1); y <= Math.Min(HeightPx - 1, line + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(WidthPx - 1, column + 1); x++) around.Add(background.Pixels[y * WidthPx + x]);
        }

        var here = background.Pixels[line * WidthPx + column];
        var range = level > here ? around.Max() - here : here - around.Min();
        return (byte)Math.Max(0, Math.Abs(level - here) - range * 80 / 256);
    }

    private static byte[] Noise(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}

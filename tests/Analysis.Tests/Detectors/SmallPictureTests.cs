namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class SmallPictureTests
{
    private const int WidthPx = 37;
    private const int HeightPx = 23;
    private const int Side = SmallPicture.WindowPx;
    private readonly Random _random = new(3);

    [Fact]
    public void A_difference_is_the_sum_of_squares_over_all_planes()
    {
        var (one, other) = (RandomFrame(1), RandomFrame(1));
        var (here, there) = (Small(one, 1), Small(other, 1));

        foreach (var (x, y, otherX, otherY) in Windows())
        {
            here.Difference(x, y, there, otherX, otherY).ShouldBe(SumOfSquares(one, x, y, other, otherX, otherY).Sum());
        }
    }

    [Fact]
    public void No_pixel_counts_for_more_than_its_bound()
    {
        var (one, other) = (RandomFrame(1), RandomFrame(1));
        var (here, there) = (Small(one, 1), Small(other, 1));
        var most = Enumerable.Range(0, Side * Side).Select(_ => _random.Next(40_000)).ToArray();

        foreach (var (x, y, otherX, otherY) in Windows())
        {
            var bounded = SumOfSquares(one, x, y, other, otherX, otherY).Zip(most, Math.Min).Sum();
            here.Difference(x, y, there, otherX, otherY, most, int.MaxValue).ShouldBe(bounded);
        }
    }

    [Fact]
    public void Squares_of_a_window_are_those_of_its_pixels()
    {
        var (one, other) = (RandomFrame(1), RandomFrame(1));
        var squares = new int[Side * Side];

        Small(one, 1).Squares(5, 7, Small(other, 1), squares);

        squares.ShouldBe(SumOfSquares(one, 5, 7, other, 5, 7));
    }

    [Fact]
    public void A_sum_above_the_limit_is_known_to_be_above_it()
    {
        var (here, there) = (Small(RandomFrame(1), 1), Small(RandomFrame(1), 1));
        var exact = here.Difference(0, 0, there, 0, 0);

        here.Difference(0, 0, there, 0, 0, exact).ShouldBe(exact);
        here.Difference(0, 0, there, 0, 0, exact - 1).ShouldBeGreaterThan(exact - 1);
        here.Difference(0, 0, there, 0, 0, 100).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Contrast_is_the_difference_from_the_mean()
    {
        var picture = Small(RandomFrame(1), 1);
        double[] levels = [.. from y in Enumerable.Range(4, Side) from x in Enumerable.Range(9, Side) select (double)picture.Luma(x, y)];
        var luma = levels.Sum(level => level * level) - levels.Sum() * levels.Sum() / levels.Length;

        // Without colours luma is all; the mean is rounded down.
        ((double)picture.Contrast(9, 4)).ShouldBe(luma, 1);
    }

    [Fact]
    public void A_shrunk_picture_has_the_means_of_what_its_pixels_cover()
    {
        // So large that smoothing does not reach from one area to the other.
        var frame = Frame(3, (x, _) => x < 45 ? 30 : 90);

        var picture = Small(frame, 3);

        picture.WidthPx.ShouldBe(WidthPx);
        picture.Luma(5, 5).ShouldBe((byte)30);
        picture.Luma(25, 5).ShouldBe((byte)90);
    }

    [Fact]
    public void A_picture_is_laid_where_the_map_leads()
    {
        var from = Small(Frame(1, (x, y) => 4 * x + y), 1);
        var laid = new SmallPicture(WidthPx, HeightPx);

        laid.Lay(from, new PlaneMap(1, 0, 2.5, 0, 1, -3));

        laid.Luma(10, 10).ShouldBe((byte)(4 * 12.5 + 7));
        laid.Luma(WidthPx - 1, 0).ShouldBe(from.Luma(WidthPx - 1, 0));
    }

    [Fact]
    public void A_window_is_held_when_all_of_it_is_inside()
    {
        var picture = new SmallPicture(WidthPx, HeightPx);

        picture.Holds(0, 0).ShouldBeTrue();
        picture.Holds(WidthPx - Side, HeightPx - Side).ShouldBeTrue();
        picture.Holds(-1, 0).ShouldBeFalse();
        picture.Holds(0, HeightPx - Side + 1).ShouldBeFalse();
    }

    private IEnumerable<(int X, int Y, int OtherX, int OtherY)> Windows()
    {
        yield return (0, 0, WidthPx - Side, HeightPx - Side);
        yield return (WidthPx - Side, HeightPx - Side, 0, 0);
        for (var i = 0; i < 50; i++)
        {
            yield return (_random.Next(WidthPx - Side + 1), _random.Next(HeightPx - Side + 1), _random.Next(WidthPx - Side + 1), _random.Next(HeightPx - Side + 1));
        }
    }

    /// <summary>By definition, from the planes of flat colour and the luma that the pictures show.</summary>
    private static int[] SumOfSquares(WorkingFrame one, int x, int y, WorkingFrame other, int otherX, int otherY)
    {
        var (a, b) = (Small(one, 1), Small(other, 1));
        var blue = one.ChromaBluePixels[0] - other.ChromaBluePixels[0];
        var red = one.ChromaRedPixels[0] - other.ChromaRedPixels[0];
        return
        [
            .. from row in Enumerable.Range(0, Side)
               from column in Enumerable.Range(0, Side)
               let luma = a.Luma(x + column, y + row) - b.Luma(otherX + column, otherY + row)
               select luma * luma + blue * blue + red * red,
        ];
    }

    private static SmallPicture Small(WorkingFrame frame, int factor)
    {
        var picture = new SmallPicture(frame.Size.WidthPx / factor, frame.Size.HeightPx / factor);
        picture.Fill(frame, factor);
        return picture;
    }

    /// <summary>Luma at random, smoothed when it is shrunk, and one colour at random.</summary>
    private WorkingFrame RandomFrame(int factor)
    {
        var frame = Frame(factor, (_, _) => _random.Next(256));
        frame.ChromaBluePixels.Fill((byte)_random.Next(256));
        frame.ChromaRedPixels.Fill((byte)_random.Next(256));
        return frame;
    }

    private static WorkingFrame Frame(int factor, Func<int, int, int> luma)
    {
        var (width, height) = (WidthPx * factor, HeightPx * factor);
        var frame = new WorkingFrame(new WorkingSize(new VideoFormat(width, height, 25, true)), true);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++) frame.LumaPixels[y * width + x] = (byte)luma(x, y);
        }

        frame.ChromaBluePixels.Fill(128);
        frame.ChromaRedPixels.Fill(128);
        return frame;
    }
}

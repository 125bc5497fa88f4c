using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

/// <summary>New content in the fifth of five looks.</summary>
public sealed class MovedContentTests
{
    private const int Count = 5;
    private const int Limit = 400;

    [Fact]
    public void What_stands_where_it_appeared_a_look_ago_has_no_explanation()
    {
        IsExplained(number => (x, y) => number >= 3 && IsIn(x, y, 46) ? Stripes(x, y) : Texture(x, y), 50).ShouldBeFalse();
    }

    [Fact]
    public void What_has_just_appeared_has_one_where_something_moves_because_things_come_from_out_of_reach()
    {
        Func<double, double, double> Picture(int number) => (x, y) => number == 4 && IsIn(x, y, 46) ? Stripes(x, y) : Texture(x, y);

        IsExplained(Picture, 50, isMoving: true).ShouldBeTrue();
        IsExplained(Picture, 50, isMoving: false).ShouldBeFalse();
    }

    [Fact]
    public void What_comes_out_from_behind_something_has_one()
    {
        // It goes 10 pixels to the right in each look, behind a bar that ends at 50.
        IsExplained(number => (x, y) => x < 50 ? Bar(x, y) : IsIn(x, y, 14 + 10 * number) ? Stripes(x - 10 * number, y) : Texture(x, y), 61).ShouldBeTrue();
    }

    [Fact]
    public void What_comes_over_a_thing_that_moves_and_stays_on_it_has_none()
    {
        IsExplained(
            number => (x, y) =>
            {
                var left = 30 + 4 * number;
                if (!IsIn(x, y, left)) return Texture(x, y);
                return number >= 3 && x >= left + 4 && x < left + 20 ? Stripes(x - left, y) : Bar(x - left, y);
            },
            54,
            isMoving: true).ShouldBeFalse();
    }

    [Fact]
    public void What_has_turned_has_one()
    {
        IsExplained(
            number => (x, y) =>
            {
                var (sine, cosine) = Math.SinCos(0.15 * number);
                var (fromX, fromY) = (x - 54 - 3 * number, y - 44);
                return fromX * fromX + fromY * fromY < 225 ? Stripes(cosine * fromX - sine * fromY, sine * fromX + cosine * fromY) : Texture(x, y);
            },
            62,
            isMoving: true).ShouldBeTrue();
    }

    [Fact]
    public void What_goes_fast_has_one()
    {
        IsExplained(number => (x, y) => IsIn(x, y, 12 + 12 * number) ? Stripes(x - 12 * number, y) + (number >= 3 ? 60 : 0) : Texture(x, y), 62).ShouldBeTrue();
    }

    private static bool IsExplained(Func<int, Func<double, double, double>> pictures, int x, bool isMoving = false)
    {
        const int Y = 40;
        var looks = new PastLooks(Looks.WidthPx, Looks.HeightPx, 1);
        Looks.Add(looks, Count, pictures);
        var search = new ContentSearch(looks);
        search.LeastDifference(x, Y, Limit);
        return new MovedContent(looks, search).IsExplained(x, Y, Limit, isMoving);
    }

    private static bool IsIn(double x, double y, double left) => x >= left && x < left + 26 && y >= 32 && y < 58;

    private static double Stripes(double x, double y) => 128 + 100 * Math.Sin(0.9 * x) * Math.Sin(0.7 * y + 1);

    private static double Bar(double x, double y) => 60 + 40 * Math.Sin(0.6 * x + 0.2 * y);
}

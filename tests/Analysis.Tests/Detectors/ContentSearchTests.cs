using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class ContentSearchTests
{
    private const int Limit = 400;
    private readonly PastLooks _looks = new(Looks.WidthPx, Looks.HeightPx, 1);

    [Fact]
    public void A_place_that_stays_was_there()
    {
        Look(4, _ => Texture);

        new ContentSearch(_looks).WasThere(50, 40, Limit).ShouldBeTrue();
    }

    [Fact]
    public void A_place_that_the_camera_carried_along_was_there()
    {
        Look(4, number => (x, y) => Texture(x + 5 * number, y), new PlaneMap(1, 0, 5, 0, 1, 0));

        new ContentSearch(_looks).WasThere(50, 40, Limit).ShouldBeTrue();
    }

    [Fact]
    public void A_place_in_other_light_was_there()
    {
        Look(4, number => (x, y) => Texture(x, y) * (1 - 0.1 * number));

        new ContentSearch(_looks).WasThere(50, 40, Limit).ShouldBeTrue();
    }

    [Fact]
    public void A_thing_that_came_along_was_near()
    {
        Look(4, number => (x, y) => Patch(x, y, 20 + 8 * number));
        var search = new ContentSearch(_looks);

        search.WasThere(46, 40, Limit).ShouldBeFalse();
        search.LeastDifference(46, 40, Limit).ShouldBeLessThanOrEqualTo(Limit);
    }

    [Fact]
    public void At_the_outline_of_a_thing_each_pixel_may_be_of_the_scene_behind_it()
    {
        // The outline is at 54, and what is behind it is not what was behind it before.
        Look(4, number => (x, y) => Patch(x, y, 20 + 8 * number));

        new ContentSearch(_looks).LeastDifference(50, 40, Limit).ShouldBeLessThanOrEqualTo(Limit);
    }

    [Fact]
    public void What_appears_was_nowhere()
    {
        Look(4, number => (x, y) => Patch(x, y, number == 3 ? 44 : -100));
        var search = new ContentSearch(_looks);

        search.WasThere(46, 40, Limit).ShouldBeFalse();
        search.LeastDifference(46, 40, Limit).ShouldBeGreaterThan(Limit);
    }

    [Fact]
    public void The_look_before_does_not_count()
    {
        // What spreads is in it too.
        Look(4, number => (x, y) => Patch(x, y, number >= 2 ? 44 : -100));
        var search = new ContentSearch(_looks);

        search.WasThere(46, 40, Limit).ShouldBeFalse();
        search.LeastDifference(46, 40, Limit).ShouldBeGreaterThan(Limit);
    }

    /// <summary>Stripes, 20 pixels wide and high from a column on, before the texture.</summary>
    private static double Patch(double x, double y, double left) =>
        x >= left && x < left + 20 && y >= 36 && y < 56 ? 128 + 100 * Math.Sin(1.3 * (x - left)) * Math.Sin(0.9 * y) : Texture(x, y);

    private void Look(int count, Func<int, Func<double, double, double>> pictures, PlaneMap? camera = null) => Looks.Add(_looks, count, pictures, camera);
}

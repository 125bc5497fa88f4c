namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class OwnWaysTests
{
    private const int WidthPx = 160;
    private const int HeightPx = 120;
    private readonly CellGrid _grid = new(WidthPx, HeightPx);

    [Fact]
    public void What_most_of_the_picture_does_is_no_own_way()
    {
        // A zoom and a pan that nobody told of, and a part that goes down besides.
        var earlier = Moved((x, y) => (2 + 0.05f * (x - 80), -1 + 0.05f * (y - 60) + (IsPart(x, y) ? 6 : 0)));
        var ways = new OwnWays(_grid);

        ways.Measure(earlier, Enumerable.Repeat(1f, _grid.Count).ToArray()).ShouldBeTrue();

        var (outside, inside) = (_grid.Columns * 2 + 2, _grid.Columns * 7 + 10);
        ways.X[outside].ShouldBe(0, 0.2f);
        ways.Y[outside].ShouldBe(0, 0.2f);
        ways.X[inside].ShouldBe(0, 0.3f);
        ways.Y[inside].ShouldBe(6, 0.5f);
    }

    [Fact]
    public void Without_trust_nothing_is_known() => new OwnWays(_grid).Measure(Moved((_, _) => (1, 1)), new float[_grid.Count]).ShouldBeFalse();

    private static bool IsPart(float x, float y) => x is > 64 and < 104 && y is > 40 and < 80;

    private EarlierPicture Moved(Func<int, int, (float X, float Y)> way)
    {
        var flow = new FlowField(WidthPx, HeightPx);
        for (var pixel = 0; pixel < flow.X.Length; pixel++)
        {
            var (x, y) = way(pixel % WidthPx, pixel / WidthPx);
            (flow.X[pixel], flow.Y[pixel]) = (-x, -y);
        }

        var ways = new WayNet(_grid);
        ways.Add(flow, CameraMotion.None);
        var earlier = new EarlierPicture(_grid);
        earlier.Keep(new PlaneView(new byte[WidthPx * HeightPx], WidthPx, HeightPx, WidthPx), new CellColours(_grid.Count), 0);
        earlier.Follow(ways, new float[_grid.Count]);
        return earlier;
    }
}

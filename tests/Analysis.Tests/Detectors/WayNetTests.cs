namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class WayNetTests
{
    private const int WidthPx = 50;
    private const int HeightPx = 34;

    [Fact]
    public void Ways_much_smaller_than_a_pixel_add_up()
    {
        var net = new WayNet(new CellGrid(WidthPx, HeightPx));
        for (var frame = 0; frame < 40; frame++) net.Add(Flow((_, _) => (-0.05f, 0.1f)), CameraMotion.None);

        var (x, y) = net.PlaceOf(20, 15);

        x.ShouldBe(18, 0.01f);
        y.ShouldBe(19, 0.01f);
    }

    [Fact]
    public void Frames_may_be_put_together_before_they_are_added()
    {
        // Linear, as the net is between its points.
        var (first, second) = (Flow((x, y) => (0.02f * y, -0.01f * x)), Flow((x, y) => (0.01f * x, 0.02f * y)));
        var (direct, late, latest) = (new WayNet(new CellGrid(WidthPx, HeightPx)), new WayNet(new CellGrid(WidthPx, HeightPx)), new WayNet(new CellGrid(WidthPx, HeightPx)));
        var camera = new CameraMotion(1, 0.1, 2, -0.1, 1, 3, 1);
        foreach (var flow in new[] { first, second })
        {
            direct.Add(flow, camera);
            latest.Add(flow, camera);
        }

        late.Add(latest);

        var (x, y) = late.PlaceOf(23, 17);
        var (directX, directY) = direct.PlaceOf(23, 17);
        x.ShouldBe(directX, 0.02f);
        y.ShouldBe(directY, 0.02f);
        late.Camera.ShouldBe(direct.Camera);
        direct.Camera.Apply(5, 7).ShouldBe(camera.Previous(camera.Previous(5, 7).X, camera.Previous(5, 7).Y));
    }

    [Fact]
    public void Beyond_the_picture_the_way_of_its_border_counts()
    {
        var net = new WayNet(new CellGrid(WidthPx, HeightPx));
        net.Add(Flow((_, _) => (4, -3)), CameraMotion.None);
        net.Add(Flow((_, _) => (4, -3)), CameraMotion.None);

        var (x, y) = net.PlaceOf(WidthPx - 1, 0);

        x.ShouldBe(WidthPx + 7, 0.01f);
        y.ShouldBe(-6, 0.01f);
    }

    private static FlowField Flow(Func<int, int, (float X, float Y)> way)
    {
        var flow = new FlowField(WidthPx, HeightPx);
        for (var pixel = 0; pixel < flow.X.Length; pixel++) (flow.X[pixel], flow.Y[pixel]) = way(pixel % WidthPx, pixel / WidthPx);
        return flow;
    }
}

namespace FunctionsPipeline.Analysis.Tests.Tracking;

public sealed class TrackedSceneTests
{
    [Fact]
    public async Task A_body_is_followed_to_a_part_of_a_pixel()
    {
        var way = Motions.Thrown(0.3, 0.7, 0.7, -0.9);

        var path = (await SceneOf(new Flight { Seconds = 1 }.With(way))).Paths.MaxBy(path => path.Points.Count)!;

        path.Points.Count.ShouldBeGreaterThan(20);
        foreach (var point in path.Points)
        {
            point.X.ShouldBe(180 * way(point.Seconds).X, 1);
            point.Y.ShouldBe(180 * way(point.Seconds).Y, 1);
        }
    }

    [Fact]
    public async Task Under_a_pan_a_body_is_placed_in_the_world()
    {
        var way = Motions.Thrown(0.5, 0.7, 0.7, -0.9);

        var path = (await SceneOf(new Flight { Seconds = 1, Camera = time => (0.35 * time, 0.1 * time) }.With(way))).Paths.MaxBy(path => path.Points.Count)!;

        path.Points.Count.ShouldBeGreaterThan(15);
        foreach (var point in path.Points) point.X.ShouldBe(180 * way(point.Seconds).X, 2);
    }

    [Fact]
    public async Task A_camera_alone_moves_nothing()
    {
        var scene = await SceneOf(new Flight { Seconds = 1, Noise = 4, Camera = time => (0.3 * time, 0.05 * Math.Sin(8 * time)) });

        scene.Paths.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Threads_do_not_change_what_is_followed(int threads)
    {
        Flight Thrown() => new Flight { Seconds = 1, Noise = 3, Camera = time => (0.35 * time, 0.1 * time) }.With(Motions.Thrown(0.5, 0.7, 0.7, -0.9));

        var alone = await SceneOf(Thrown());
        var shared = await SceneOf(Thrown(), threads);

        shared.Paths.SelectMany(path => path.Points).ShouldBe(alone.Paths.SelectMany(path => path.Points));
        alone.Paths.ShouldNotBeEmpty();
    }

    private static async Task<TrackedScene> SceneOf(Flight flight, int threads = 1)
    {
        using var backend = new CpuBackend(FlowSettings.Default with { Threads = threads });
        var tracker = new BodyTracker();
        var scenes = new List<TrackedScene>();
        tracker.Listen(scenes.Add);
        await VideoAnalyzer.AnalyzeAsync(flight.ToScene(), [new MomentumViolationDetector(tracker, isBallistic: true)], backend, CancellationToken.None);
        return scenes.ShouldHaveSingleItem();
    }
}

using Shouldly;
using Xunit;

namespace FunctionsPipeline.Analysis.Tests;

public sealed class FrameMotionTests
{
    private const int WidthPx = 160;
    private const int HeightPx = 96;

    [Fact]
    public async Task The_first_frame_has_no_motion() => (await WatchAsync(Pan(3))).Select(seen => seen.IsKnown).ShouldBe([false, true, true]);

    [Fact]
    public async Task Behind_a_cut_nothing_is_known()
    {
        var scene = Of(3, (frame, x, y) => frame < 2 ? Pictures.Texture(x, y) : 255 - Pictures.Texture(3 * y + 50, x));
        (await WatchAsync(scene)).Select(seen => seen.IsKnown).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task Around_a_black_frame_nothing_is_known()
    {
        var scene = Of(4, (frame, x, y) => frame == 1 ? 16 : Pictures.Texture(x, y));
        (await WatchAsync(scene)).Select(seen => seen.IsKnown).ShouldBe([false, false, false, true]);
    }

    [Fact]
    public async Task A_pan_is_the_cameras()
    {
        var camera = (await WatchAsync(Pan(3)))[1].Camera;
        camera.InlierShare.ShouldBeGreaterThan(0.95);
        var (x, y) = camera.Previous(80, 48);
        x.ShouldBe(80 + 2.5, 0.1);
        y.ShouldBe(48 - 1, 0.1);
    }

    [Fact]
    public async Task A_zoom_and_turn_is_the_cameras()
    {
        var (sine, cosine) = Math.SinCos(0.02);
        (double X, double Y) From(double x, double y) =>
            (80 + 1.02 * ((x - 80) * cosine - (y - 48) * sine), 48 + 1.02 * ((x - 80) * sine + (y - 48) * cosine));
        var scene = Of(2, (frame, x, y) =>
        {
            var (fromX, fromY) = frame == 0 ? (x, y) : From(x, y);
            return Pictures.Texture(fromX, fromY);
        });

        var camera = (await WatchAsync(scene))[1].Camera;

        foreach (var (x, y) in new[] { (10, 10), (150, 10), (80, 90) })
        {
            var (foundX, foundY) = camera.Previous(x, y);
            var (trueX, trueY) = From(x, y);
            foundX.ShouldBe(trueX, 0.15);
            foundY.ShouldBe(trueY, 0.15);
        }
    }

    [Fact]
    public async Task A_thing_that_moves_by_itself_does_not_move_the_camera()
    {
        var scene = Of(2, (frame, x, y) =>
            Math.Abs(x - 60 - 5 * frame) < 22 && Math.Abs(y - 48) < 22
                ? Pictures.Texture(2 * (x - 5 * frame) + 200, 2 * y)
                : Pictures.Texture(x, y));

        var camera = (await WatchAsync(scene))[1].Camera;

        var (foundX, foundY) = camera.Previous(80, 48);
        foundX.ShouldBe(80, 0.1);
        foundY.ShouldBe(48, 0.1);
        camera.InlierShare.ShouldBeInRange(0.6, 0.97);
    }

    [Fact]
    public async Task A_thing_that_passes_over_plain_ground_does_not_move_the_camera()
    {
        var scene = Of(2, (frame, x, y) => ThingOnPlainGround(x, y, 60 + 6 * frame));

        var camera = (await WatchAsync(scene))[1].Camera;

        var (foundX, foundY) = camera.Previous(80, 48);
        foundX.ShouldBe(80);
        foundY.ShouldBe(48);
        camera.InlierShare.ShouldBeInRange(0.6, 1);
    }

    [Fact]
    public async Task A_pan_over_plain_ground_is_the_cameras()
    {
        var scene = Of(2, (frame, x, y) => ThingOnPlainGround(x - 6 * frame, y, 60));

        var camera = (await WatchAsync(scene))[1].Camera;

        var (foundX, foundY) = camera.Previous(80, 48);
        foundX.ShouldBe(74, 0.2);
        foundY.ShouldBe(48, 0.2);
    }

    [Fact]
    public async Task A_picture_without_texture_tells_nothing_about_the_camera()
    {
        var camera = (await WatchAsync(Of(2, (_, _, _) => 120)))[1].Camera;
        camera.ShouldBe(CameraMotion.None with { InlierShare = 0 });
    }

    [Fact]
    public async Task The_prediction_of_a_pan_is_the_frame()
    {
        var seen = (await WatchAsync(Pan(2)))[1];
        seen.PredictionError.ShouldBeLessThan(1);
    }

    /// <summary>Ground whose light changes by a level in two to three pixels: too little to tell motion by.</summary>
    private static double ThingOnPlainGround(double x, double y, double thingX) =>
        Math.Abs(x - thingX) < 18 && Math.Abs(y - 48) < 18 ? Pictures.Texture(2 * (x - thingX), 2 * y) : 60 + 0.4 * x + 0.1 * y;

    private static Scene Pan(int frames) => Of(frames, (frame, x, y) => Pictures.Texture(x + 2.5 * frame, y - frame));

    private static Scene Of(int frames, Func<int, double, double, double> luma) =>
        new(frames, (frame, x, y) => Math.Round(luma(frame, x, y)), WidthPx, HeightPx);

    private static async Task<List<Seen>> WatchAsync(Scene scene)
    {
        var watcher = new Watcher();
        await VideoAnalyzer.AnalyzeAsync(scene, [watcher], CancellationToken.None);
        return watcher.Frames;
    }

    private sealed record Seen(bool IsKnown, CameraMotion Camera, double PredictionError);

    /// <summary>Keeps what a detector would see.</summary>
    private sealed class Watcher : IDetector
    {
        public List<Seen> Frames { get; } = [];

        public string Id => "watcher";

        public void Observe(in FrameObservation observation)
        {
            var motion = observation.Motion;
            Frames.Add(new Seen(motion.IsKnown, motion.Camera, motion.IsKnown ? PredictionError(observation) : 0));
        }

        public DetectorResult Complete() => DetectorResult.Abstain(Id, "only looks");

        /// <summary>Mean absolute difference of the visible pixels from their prediction.</summary>
        private static double PredictionError(in FrameObservation observation)
        {
            var (sum, count) = (0, 0);
            var luma = observation.Working.LumaPixels;
            for (var index = 0; index < luma.Length; index++)
            {
                if (observation.Motion.Visible[index] == 0) continue;
                sum += Math.Abs(luma[index] - observation.Motion.Predicted[index]);
                count++;
            }

            return (double)sum / count;
        }
    }
}

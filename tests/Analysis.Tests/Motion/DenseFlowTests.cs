using Shouldly;
using Xunit;

namespace FunctionsPipeline.Analysis.Tests;

public sealed class DenseFlowTests
{
    /// <summary>End-point error that a smooth texture without noise stays below, pixels.</summary>
    private const double ErrorMaxPx = 0.1;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(-2.5, 1.25)]
    [InlineData(7.3, -4.6)]
    [InlineData(0.1, 0.1)]
    public void A_shift_is_found_in_every_pixel(double moveX, double moveY)
    {
        (double, double) CameFrom(double x, double y) => (x + moveX, y + moveY);
        using var motion = KnownMotion.Of(CameFrom);
        motion.EndPointErrorPx(CameFrom).ShouldBeLessThan(ErrorMaxPx);
    }

    [Theory]
    [InlineData(1.03)]
    [InlineData(0.97)]
    public void A_zoom_is_found(double scale)
    {
        (double, double) CameFrom(double x, double y) => (80 + (x - 80) * scale, 48 + (y - 48) * scale);
        using var motion = KnownMotion.Of(CameFrom);
        motion.EndPointErrorPx(CameFrom).ShouldBeLessThan(ErrorMaxPx);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    public void A_turn_is_found(double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        (double, double) CameFrom(double x, double y) =>
            (80 + (x - 80) * cosine - (y - 48) * sine, 48 + (x - 80) * sine + (y - 48) * cosine);
        using var motion = KnownMotion.Of(CameFrom);
        motion.EndPointErrorPx(CameFrom).ShouldBeLessThan(ErrorMaxPx);
    }

    [Fact]
    public void A_change_of_light_moves_nothing()
    {
        using var motion = KnownMotion.Between((x, y) => Pictures.Texture(x, y), (x, y) => Pictures.Texture(x, y) + 40);
        motion.EndPointErrorPx((x, y) => (x, y)).ShouldBeLessThan(ErrorMaxPx);
    }

    [Fact]
    public void A_flat_picture_does_not_move()
    {
        using var motion = KnownMotion.Between((_, _) => 90, (_, _) => 90);
        motion.Backward.X.ShouldAllBe(value => value == 0);
        motion.Backward.Y.ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Pictures_without_anything_in_common_give_numbers()
    {
        using var motion = KnownMotion.Between((x, y) => (x * 37 + y * 91) % 256, (x, y) => (x * y * 13 + 7 * x) % 256);
        motion.Backward.X.Concat(motion.Backward.Y).ShouldAllBe(value => float.IsFinite(value));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(3, 40)]
    [InlineData(16, 16)]
    [InlineData(33, 17)]
    [InlineData(101, 67)]
    public void Any_size_is_computed_without_a_stray_number(int widthPx, int heightPx)
    {
        using var motion = KnownMotion.Of((x, y) => (x + 0.5, y), widthPx, heightPx);
        motion.Backward.X.Concat(motion.Backward.Y).ShouldAllBe(value => Math.Abs(value) < 32);
        motion.Predicted.Length.ShouldBe(widthPx * heightPx);
        motion.Visible.ShouldAllBe(value => value == 0 || value == 255);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Threads_do_not_change_the_flow(int threads)
    {
        (double, double) CameFrom(double x, double y) => (x * 1.02 - 3.4, y * 0.99 + 1.7);
        using var one = KnownMotion.Of(CameFrom);
        using var several = KnownMotion.Of(CameFrom, settings: FlowSettings.Default with { Threads = threads });
        several.Backward.X.AsSpan().SequenceEqual(one.Backward.X).ShouldBeTrue();
        several.Backward.Y.AsSpan().SequenceEqual(one.Backward.Y).ShouldBeTrue();
        several.Predicted.AsSpan().SequenceEqual(one.Predicted).ShouldBeTrue();
        several.Visible.AsSpan().SequenceEqual(one.Visible).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Both_ways_at_a_time_are_each_way_alone(int threads)
    {
        using var backend = new CpuBackend(FlowSettings.Default with { Threads = threads });
        var (one, other) = (Pyramid(backend, 0), Pyramid(backend, 2.25));
        DeviceFlow[] flows = [.. Enumerable.Range(0, 4).Select(_ => backend.CreateFlow(96, 64))];

        backend.Flow(one, other, flows[0]);
        backend.Flow(other, one, flows[1]);
        backend.FlowBothWays(one, other, flows[2], flows[3]);

        backend.Read(flows[2]).X.ShouldBe(backend.Read(flows[0]).X);
        backend.Read(flows[2]).Y.ShouldBe(backend.Read(flows[0]).Y);
        backend.Read(flows[3]).X.ShouldBe(backend.Read(flows[1]).X);
        backend.Read(flows[3]).Y.ShouldBe(backend.Read(flows[1]).Y);
        foreach (var flow in flows) flow.Dispose();
        one.Dispose();
        other.Dispose();

        static DevicePyramid Pyramid(CpuBackend backend, double movedPx)
        {
            var pixels = new byte[96 * 64];
            for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)Pictures.Texture(i % 96 + movedPx, i / 96);
            using var plane = backend.CreatePlane(96, 64);
            backend.Upload(new PlaneView(pixels, 96, 64, 96), plane);
            var pyramid = backend.CreatePyramid(96, 64);
            backend.BuildPyramid(plane, pyramid);
            return pyramid;
        }
    }

    [Fact]
    public void A_coarser_finest_level_still_gives_every_pixel_a_flow()
    {
        (double, double) CameFrom(double x, double y) => (x + 3.5, y - 1.5);
        using var motion = KnownMotion.Of(CameFrom, settings: FlowSettings.Default with { FinestLevel = 1 });
        motion.EndPointErrorPx(CameFrom).ShouldBeLessThan(0.2);
    }

    [Fact]
    public void The_prediction_is_the_second_picture_where_things_only_moved()
    {
        using var motion = KnownMotion.Of((x, y) => (x + 2.5, y - 1.25));
        var (sum, count) = (0, 0);
        for (var y = 12; y < motion.HeightPx - 12; y++)
        {
            for (var x = 12; x < motion.WidthPx - 12; x++, count++)
            {
                sum += Math.Abs(motion.Predicted[y * motion.WidthPx + x] - motion.After[y * motion.WidthPx + x]);
            }
        }

        ((double)sum / count).ShouldBeLessThan(1);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new CpuBackend(FlowSettings.Default with { FinestStridePx = 9 }));
        Should.Throw<ArgumentOutOfRangeException>(() => new CpuBackend(FlowSettings.Default with { Threads = 0 }));
    }
}

using Shouldly;
using Xunit;

namespace FunctionsPipeline.Analysis.Tests;

public sealed class VisibilityTests
{
    private const int Size = 128;

    /// <summary>The ball moves to the right by so much, over a background that stands still.</summary>
    private const double MovePx = 8;

    [Fact]
    public void What_a_ball_uncovers_is_not_visible_in_the_frame_before()
    {
        using var motion = Ball();
        var visible = motion.Visible;
        // The ball was around 50 and is around 58, 20 in radius: the strip behind it is new, in the middle rows 30 to 38.
        Share(visible, 31, 37, 58, 70).ShouldBeLessThan(0.5);
        // Inside the ball and far away nearly everything is found again.
        Share(visible, 48, 68, 54, 74).ShouldBeGreaterThan(0.9);
        Share(visible, 96, 124, 8, 120).ShouldBe(1);
    }

    [Fact]
    public void A_pan_leaves_everything_visible_but_the_side_where_new_things_come_in()
    {
        using var motion = KnownMotion.Of((x, y) => (x + 6, y), Size, Size);
        var visible = motion.Visible;
        Share(visible, 8, Size - 16, 8, Size - 8).ShouldBeGreaterThan(0.99);
        Share(visible, Size - 4, Size, 8, Size - 8).ShouldBeLessThan(0.1);
    }

    private static KnownMotion Ball()
    {
        double Draw(double x, double y, double centreX)
        {
            var off = Math.Sqrt((x - centreX) * (x - centreX) + (y - 64) * (y - 64));
            var share = Math.Clamp(20.5 - off, 0, 1);
            return share * Pictures.Texture(x - centreX + 300, y + 90) + (1 - share) * (Pictures.Texture(x, y) * 0.5 + 100);
        }

        return KnownMotion.Between((x, y) => Draw(x, y, 50), (x, y) => Draw(x, y, 50 + MovePx), Size, Size);
    }

    private static double Share(byte[] visible, int left, int right, int top, int bottom)
    {
        var count = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++) count += visible[y * Size + x] / 255;
        }

        return (double)count / ((right - left) * (bottom - top));
    }
}

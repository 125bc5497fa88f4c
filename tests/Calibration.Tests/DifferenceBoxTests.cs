using System.Numerics;

namespace FunctionsPipeline.Calibration.Tests;

public class DifferenceBoxTests
{
    private readonly Picture _clean = new(40, 30);

    [Fact]
    public void The_box_is_where_the_pictures_differ()
    {
        var box = new DifferenceBox(40, 30);
        box.Add(_clean, Changed(5, 8, 10, 6));
        box.Add(_clean, Changed(10, 8, 20, 6));

        box.Union.ShouldBe(new PixelBox(5, 8, 25, 6));
        box.Peak.ShouldBe(new PixelBox(10, 8, 20, 6));
    }

    [Fact]
    public void What_nobody_sees_has_no_box()
    {
        var box = new DifferenceBox(40, 30);
        box.Add(_clean, Changed(5, 8, 10, 6, level: 3 / 255f));

        box.Union.ShouldBeNull();
    }

    [Fact]
    public void Nearly_the_whole_frame_is_the_whole_frame()
    {
        var box = new DifferenceBox(40, 30);
        box.Add(_clean, Changed(1, 1, 38, 28));

        box.Union.ShouldBeNull();
    }

    private static Picture Changed(int left, int top, int width, int height, float level = 0.5f)
    {
        var picture = new Picture(40, 30);
        for (var y = top; y < top + height; y++) picture.Pixels.AsSpan(y * 40 + left, width).Fill(new Vector4(level));
        return picture;
    }
}

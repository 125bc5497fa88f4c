namespace FunctionsPipeline.Analysis.Tests.Features;

public sealed class PictureChangeTests
{
    private static readonly double[] Blocks = [10, 40, 90, 160];

    [Fact]
    public void The_same_picture_has_not_changed() => PictureChange.Share(Blocks, Blocks).ShouldBe(0);

    [Fact]
    public void A_thing_that_moved_changes_little() => PictureChange.Share(Blocks, [10, 40, 100, 150]).ShouldBeLessThan(0.05);

    [Fact]
    public void Unrelated_pictures_differ_as_much_as_their_blocks_do() =>
        PictureChange.Share([100, 200, 100, 200], [100, 100, 200, 200]).ShouldBe(1, 1e-9);

    [Fact]
    public void Flat_pictures_of_another_brightness_are_other_pictures()
    {
        PictureChange.Share([50, 50], [70, 70]).ShouldBe(double.PositiveInfinity);
        PictureChange.Share([50, 50], [50, 50]).ShouldBe(0);
    }

    [Fact]
    public void Different_numbers_of_blocks_are_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => PictureChange.Share(Blocks, [1, 2, 3]));
}

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class CellAreasTests
{
    private const int WeakMax = 3;

    /// <summary>Twelve cells of 8 pixels each way.</summary>
    private readonly CellGrid _grid = new(96, 96);

    [Fact]
    public void An_area_is_kept()
    {
        Keep((column, row) => column is >= 3 and <= 8 && row is >= 3 and <= 8 ? 2 : 0).Max().ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_line_is_not(int widthCells)
    {
        Keep((column, _) => column >= 5 && column < 5 + widthCells ? 2 : 0).Max().ShouldBe(0);
    }

    [Fact]
    public void An_area_may_have_gaps()
    {
        Keep((column, row) => column is >= 3 and <= 8 && row is >= 3 and <= 8 && (column, row) != (5, 5) ? 2 : 0).Max().ShouldBe(2);
    }

    [Fact]
    public void What_is_kept_is_the_weakest_but_a_few()
    {
        // Around the middle of a ramp along the columns, 5 cells of 25 have each value: the fourth is one of the least.
        Keep((column, _) => 1 + column)[6 * 12 + 6].ShouldBe(1 + 4);
    }

    private float[] Keep(Func<int, int, float> field)
    {
        var from = Enumerable.Range(0, _grid.Count).Select(cell => field(cell % _grid.Columns, cell / _grid.Columns)).ToArray();
        var to = new float[_grid.Count];
        CellAreas.Keep(_grid, from, WeakMax, to);
        return to;
    }
}

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class CellMedianTests
{
    /// <summary>Twelve cells of 8 pixels each way.</summary>
    private readonly CellGrid _grid = new(96, 96);

    [Fact]
    public void An_area_keeps_its_strength()
    {
        Smooth((column, row) => column is >= 3 and <= 6 && row is >= 3 and <= 6 ? 7 : 0).Max().ShouldBe(7);
    }

    [Fact]
    public void A_line_one_cell_wide_is_gone()
    {
        Smooth((column, _) => column == 5 ? 7 : 0).Max().ShouldBe(0);
    }

    [Fact]
    public void A_single_cell_is_gone()
    {
        Smooth((column, row) => (column, row) == (5, 5) ? 7 : 0).Max().ShouldBe(0);
    }

    [Fact]
    public void The_middle_one_of_nine_counts()
    {
        Smooth((column, _) => column)[5 * _grid.Columns + 4].ShouldBe(4);
    }

    private float[] Smooth(Func<int, int, int> valueOf)
    {
        var from = new float[_grid.Count];
        for (var cell = 0; cell < from.Length; cell++) from[cell] = valueOf(cell % _grid.Columns, cell / _grid.Columns);
        var to = new float[_grid.Count];
        CellMedian.Smooth(_grid, from, to);
        return to;
    }
}

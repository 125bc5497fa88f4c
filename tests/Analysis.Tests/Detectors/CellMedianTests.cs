namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class CellMedianTests
{
    /// <summary>Cells of 8 pixels, seven down and more across than a few vectors hold.</summary>
    private readonly CellGrid _grid = new(8 * 45, 56);

    [Fact]
    public void It_is_the_middle_one_of_nine_sorted_cells()
    {
        var random = new Random(7);
        var from = Enumerable.Range(0, _grid.Count).Select(_ => random.NextSingle() - 0.5f).ToArray();

        Fill(from).ShouldBe(Enumerable.Range(0, _grid.Count).Select(cell => Around(from, cell).Order().ElementAt(4)));
    }

    [Fact]
    public void A_line_of_one_cell_goes()
    {
        Fill([.. Enumerable.Range(0, _grid.Count).Select(cell => cell % _grid.Columns == 4 ? 1f : 0)]).ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void A_slope_over_some_cells_stays()
    {
        float[] from = [.. Enumerable.Range(0, _grid.Count).Select(cell => cell % _grid.Columns is >= 3 and <= 6 ? 1f : 0)];

        Fill(from).ShouldBe(from);
    }

    private IEnumerable<float> Around(float[] field, int cell)
    {
        for (var i = 0; i < 9; i++)
        {
            var column = Math.Clamp(cell % _grid.Columns + i % 3 - 1, 0, _grid.Columns - 1);
            var row = Math.Clamp(cell / _grid.Columns + i / 3 - 1, 0, _grid.Rows - 1);
            yield return field[row * _grid.Columns + column];
        }
    }

    private float[] Fill(float[] from)
    {
        var to = new float[_grid.Count];
        CellMedian.Fill(_grid, from, to);
        return to;
    }
}

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class CellSmoothingTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(16, 24)]
    [InlineData(8 * 9, 56)]
    [InlineData(8 * 45, 40)]
    public void Each_cell_is_the_mean_of_itself_and_the_neighbours_that_there_are(int widthPx, int heightPx)
    {
        var grid = new CellGrid(widthPx, heightPx);
        var random = new Random(3);
        var from = Enumerable.Range(0, grid.Count).Select(_ => random.NextSingle()).ToArray();
        var to = new float[grid.Count];

        CellSmoothing.Smooth(grid, from, to);

        for (var cell = 0; cell < grid.Count; cell++) to[cell].ShouldBe(Around(grid, from, cell).Average(), 1e-6);
    }

    private static IEnumerable<float> Around(CellGrid grid, float[] field, int cell)
    {
        for (var i = 0; i < 9; i++)
        {
            var (column, row) = (cell % grid.Columns + i % 3 - 1, cell / grid.Columns + i / 3 - 1);
            if (column >= 0 && column < grid.Columns && row >= 0 && row < grid.Rows) yield return field[row * grid.Columns + column];
        }
    }
}

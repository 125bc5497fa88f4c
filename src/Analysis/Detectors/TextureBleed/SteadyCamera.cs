namespace FunctionsPipeline.Analysis;

/// <summary>
/// Tells a camera that stands still from one that seems to move. Where the backdrop has little texture, a thing that passes carries the
/// estimate away with it; then the backdrop itself shows that it stayed.
/// </summary>
internal sealed class SteadyCamera(CellGrid grid)
{
    /// <summary>Motion of the picture's corners that errors of the flow explain, pixels. Taken for motion, these would add up.</summary>
    private const float ExplainedPx = 0.12f;

    /// <summary>A motion must explain the middle cell better than standing still by more than this.</summary>
    private const float BetterMin = 1.05f;

    /// <summary>Every second cell of every second row says as much as all.</summary>
    private const int StepCells = 2;

    private readonly float[] _stayed = new float[(grid.Count + 1) / 2 + grid.Rows];
    private readonly float[] _followed = new float[(grid.Count + 1) / 2 + grid.Rows];

    /// <summary>The camera's motion, or none where most of the picture is as well explained by standing still.</summary>
    public CameraMotion Of(CellMeasures cells)
    {
        if (IsWithinErrors(cells.Camera)) return CameraMotion.None;
        var count = Compare(cells);
        if (count == 0) return cells.Camera;
        var middle = count / 2;
        var (stayed, followed) = (OrderStatistic.Of(_stayed.AsSpan(0, count), middle), OrderStatistic.Of(_followed.AsSpan(0, count), middle));
        return stayed <= BetterMin * followed ? CameraMotion.None : cells.Camera;
    }

    private bool IsWithinErrors(CameraMotion camera)
    {
        for (var corner = 0; corner < 4; corner++)
        {
            var (x, y) = (corner % 2 * grid.WidthPx, corner / 2 * grid.HeightPx);
            var (previousX, previousY) = camera.Previous(x, y);
            if (Math.Abs(previousX - x) > ExplainedPx || Math.Abs(previousY - y) > ExplainedPx) return false;
        }

        return true;
    }

    /// <summary>How much each cell's colour differs from the frame before: at the same place, and where the camera says it was.</summary>
    private int Compare(CellMeasures cells)
    {
        var (count, half) = (0, grid.CellPx / 2f);
        for (var row = 0; row < grid.Rows; row += StepCells)
        {
            for (var column = 0; column < grid.Columns; column += StepCells)
            {
                var (left, top) = (grid.Left(column), grid.Top(row));
                var (x, y) = cells.Camera.Previous(left + half, top + half);
                var (fromLeft, fromTop) = ((float)x - half, (float)y - half);
                if (fromLeft < 0 || fromTop < 0 || fromLeft + grid.CellPx > grid.WidthPx || fromTop + grid.CellPx > grid.HeightPx) continue;
                var now = cells.Contents!.At(left, top, grid.CellPx, grid.CellPx);
                _stayed[count] = Difference(now, cells.PreviousContents!.At(left, top, grid.CellPx, grid.CellPx));
                _followed[count++] = Difference(now, cells.PreviousContents.At(fromLeft, fromTop, grid.CellPx, grid.CellPx));
            }
        }

        return count;
    }

    private static float Difference(in CellContent one, in CellContent other) =>
        Math.Abs(one.Luma - other.Luma) + Math.Abs(one.Blue - other.Blue) + Math.Abs(one.Red - other.Red);
}

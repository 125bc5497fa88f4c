namespace FunctionsPipeline.Analysis;

/// <summary>
/// The places of a picture whose motion may vote for the camera: on a grid, seen in both pictures, with texture in every direction. Flat
/// places and straight edges have no motion of their own to tell.
/// </summary>
internal sealed class CameraVotes
{
    /// <summary>Votes at most, and so the grid's step: enough for six numbers against noise, few enough to cost nothing.</summary>
    public const int VotesMax = 768;

    /// <summary>Half the side of the window that must hold texture.</summary>
    private const int ReachPx = 3;

    /// <summary>
    /// Least mean squared gradient in the weakest direction, grey levels per pixel squared: noise of about one and a half levels stays below.
    /// </summary>
    private const double TextureMin = 1.5;

    private readonly float[] _x = new float[VotesMax];
    private readonly float[] _y = new float[VotesMax];
    private readonly float[] _moveX = new float[VotesMax];
    private readonly float[] _moveY = new float[VotesMax];

    /// <summary>Number of votes.</summary>
    public int Count { get; private set; }

    /// <summary>Places asked, votes or not.</summary>
    public int Places { get; private set; }

    public ReadOnlySpan<float> X => _x.AsSpan(0, Count);

    public ReadOnlySpan<float> Y => _y.AsSpan(0, Count);

    public ReadOnlySpan<float> MoveX => _moveX.AsSpan(0, Count);

    public ReadOnlySpan<float> MoveY => _moveY.AsSpan(0, Count);

    /// <summary>Collects the votes of a picture.</summary>
    public void Collect(PlaneView luma, FlowField flow, ReadOnlySpan<byte> visible)
    {
        (Count, Places) = (0, 0);
        var step = StepPx(luma.WidthPx, luma.HeightPx);
        for (var y = ReachPx + 1; y < luma.HeightPx - ReachPx - 1; y += step)
        {
            for (var x = ReachPx + 1; x < luma.WidthPx - ReachPx - 1 && Count < VotesMax; x += step)
            {
                Places++;
                var index = y * luma.WidthPx + x;
                if (visible[index] == 0 || WeakestGradient(luma, x, y) < TextureMin) continue;
                (_x[Count], _y[Count]) = (x, y);
                (_moveX[Count], _moveY[Count]) = (flow.X[index], flow.Y[index]);
                Count++;
            }
        }
    }

    private static int StepPx(int width, int height)
    {
        var step = 1;
        while ((width / step + 1) * (height / step + 1) > VotesMax) step++;
        return step;
    }

    /// <summary>Mean squared gradient in the direction that has least of it: the smaller eigenvalue of the structure tensor.</summary>
    private static double WeakestGradient(PlaneView luma, int x, int y)
    {
        const int Side = 2 * ReachPx + 1;
        var (xx, xy, yy) = (0, 0, 0);
        for (var row = y - ReachPx; row <= y + ReachPx; row++)
        {
            var above = luma.Row(row - 1).Slice(x - ReachPx, Side);
            var below = luma.Row(row + 1).Slice(x - ReachPx, Side);
            var here = luma.Row(row).Slice(x - ReachPx - 1, Side + 2);
            for (var column = 0; column < Side; column++)
            {
                var gradientX = here[column + 2] - here[column];
                var gradientY = below[column] - above[column];
                xx += gradientX * gradientX;
                xy += gradientX * gradientY;
                yy += gradientY * gradientY;
            }
        }

        var difference = (double)(xx - yy);
        var smaller = (xx + yy - Math.Sqrt(difference * difference + 4.0 * xy * xy)) / 2;
        // Differences over two pixels are twice the gradient.
        return smaller / (4 * Side * Side);
    }
}

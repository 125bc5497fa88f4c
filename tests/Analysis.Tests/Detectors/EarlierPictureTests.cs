namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class EarlierPictureTests
{
    private const int WidthPx = 50;
    private const int HeightPx = 34;
    private readonly CellGrid _grid = new(WidthPx, HeightPx);
    private readonly byte[] _pixels = new byte[WidthPx * HeightPx];

    public EarlierPictureTests() => new Random(5).NextBytes(_pixels);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, -2)]
    [InlineData(-60, 50)]
    public void A_picture_that_only_moves_is_predicted(int wayX, int wayY)
    {
        var predicted = Predict(wayX, wayY);

        for (var y = 0; y < HeightPx; y++)
        {
            for (var x = 0; x < WidthPx; x++)
            {
                // Where nothing was seen, the border goes on; the last pixel holds a 256th of the one before.
                var (fromX, fromY) = (Math.Clamp(x - wayX, 0, WidthPx - 1), Math.Clamp(y - wayY, 0, HeightPx - 1));
                ((double)predicted[y * WidthPx + x]).ShouldBe(_pixels[fromY * WidthPx + fromX], 2);
            }
        }
    }

    [Fact]
    public void Between_pixels_their_mean_is_predicted()
    {
        var predicted = Predict(0.5f, 0);

        ((double)predicted[10 * WidthPx + 20]).ShouldBe((_pixels[10 * WidthPx + 20] + _pixels[10 * WidthPx + 19]) / 2.0, 1);
    }

    private byte[] Predict(float wayX, float wayY)
    {
        var ways = new WayNet(_grid);
        var flow = new FlowField(WidthPx, HeightPx);
        Array.Fill(flow.X, -wayX);
        Array.Fill(flow.Y, -wayY);
        ways.Add(flow, CameraMotion.None);
        var earlier = new EarlierPicture(_grid);
        earlier.Keep(new PlaneView(_pixels, WidthPx, HeightPx, WidthPx), new CellColours(_grid.Count), 0);
        earlier.Follow(ways, new float[_grid.Count]);
        var predicted = new byte[WidthPx * HeightPx];
        for (var y = 0; y < HeightPx; y++) earlier.Predict(y, predicted.AsSpan(y * WidthPx, WidthPx));
        return predicted;
    }
}

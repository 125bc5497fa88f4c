namespace FunctionsPipeline.Analysis.Tests;

/// <summary>Two pictures with known motion, and the flow a backend finds between them.</summary>
internal sealed class KnownMotion : IDisposable
{
    private readonly CpuBackend _backend;
    private readonly DeviceFlow _backward;
    private readonly DeviceFlow _forward;
    private readonly DevicePlane _planeBefore;
    private readonly DevicePlane _planeAfter;

    private KnownMotion(int widthPx, int heightPx, Func<int, int, double> before, Func<int, int, double> after, FlowSettings? settings)
    {
        (WidthPx, HeightPx) = (widthPx, heightPx);
        _backend = new CpuBackend(settings ?? FlowSettings.Default);
        Before = Draw(before);
        After = Draw(after);
        (_planeBefore, _planeAfter) = (_backend.CreatePlane(widthPx, heightPx), _backend.CreatePlane(widthPx, heightPx));
        _backend.Upload(new PlaneView(Before, widthPx, heightPx, widthPx), _planeBefore);
        _backend.Upload(new PlaneView(After, widthPx, heightPx, widthPx), _planeAfter);
        using var pyramidBefore = _backend.CreatePyramid(widthPx, heightPx);
        using var pyramidAfter = _backend.CreatePyramid(widthPx, heightPx);
        _backend.BuildPyramid(_planeBefore, pyramidBefore);
        _backend.BuildPyramid(_planeAfter, pyramidAfter);
        (_backward, _forward) = (_backend.CreateFlow(widthPx, heightPx), _backend.CreateFlow(widthPx, heightPx));
        _backend.Flow(pyramidAfter, pyramidBefore, _backward);
        _backend.Flow(pyramidBefore, pyramidAfter, _forward);
    }

    public int WidthPx { get; }

    public int HeightPx { get; }

    public byte[] Before { get; }

    public byte[] After { get; }

    public FlowField Backward => _backend.Read(_backward);

    public FlowField Forward => _backend.Read(_forward);

    /// <summary>What agrees, seen from the second picture.</summary>
    public byte[] Visible
    {
        get
        {
            using var mask = _backend.CreatePlane(WidthPx, HeightPx);
            _backend.MarkVisible(_backward, _forward, mask);
            return Download(mask);
        }
    }

    /// <summary>The first picture moved to the second one's time.</summary>
    public byte[] Predicted
    {
        get
        {
            using var target = _backend.CreatePlane(WidthPx, HeightPx);
            _backend.Warp(_planeBefore, _backward, target);
            return Download(target);
        }
    }

    /// <summary>Two pictures, each a function of the place.</summary>
    public static KnownMotion Between(
        Func<int, int, double> before, Func<int, int, double> after, int widthPx = 160, int heightPx = 96, FlowSettings? settings = null) =>
        new(widthPx, heightPx, before, after, settings);

    /// <summary>A texture whose point at (x, y) of the second picture was at the place given in the first one.</summary>
    public static KnownMotion Of(
        Func<double, double, (double X, double Y)> cameFrom, int widthPx = 160, int heightPx = 96, FlowSettings? settings = null) =>
        new(
            widthPx,
            heightPx,
            (x, y) => Pictures.Texture(x, y),
            (x, y) =>
            {
                var (fromX, fromY) = cameFrom(x, y);
                return Pictures.Texture(fromX, fromY);
            },
            settings);

    /// <summary>Mean distance of the backward flow's ends from the truth, at least so far from the border, pixels.</summary>
    public double EndPointErrorPx(Func<double, double, (double X, double Y)> cameFrom, int borderPx = 12)
    {
        var (sum, count) = (0.0, 0);
        for (var y = borderPx; y < HeightPx - borderPx; y++)
        {
            for (var x = borderPx; x < WidthPx - borderPx; x++)
            {
                var (fromX, fromY) = cameFrom(x, y);
                var index = y * WidthPx + x;
                sum += Math.Sqrt(Math.Pow(x + Backward.X[index] - fromX, 2) + Math.Pow(y + Backward.Y[index] - fromY, 2));
                count++;
            }
        }

        return sum / count;
    }

    public void Dispose()
    {
        _backward.Dispose();
        _forward.Dispose();
        _planeBefore.Dispose();
        _planeAfter.Dispose();
        _backend.Dispose();
    }

    private byte[] Draw(Func<int, int, double> picture)
    {
        var pixels = new byte[WidthPx * HeightPx];
        for (var y = 0; y < HeightPx; y++)
        {
            for (var x = 0; x < WidthPx; x++) pixels[y * WidthPx + x] = (byte)Math.Clamp(Math.Round(picture(x, y)), 0, 255);
        }

        return pixels;
    }

    private byte[] Download(DevicePlane plane)
    {
        var pixels = new byte[WidthPx * HeightPx];
        _backend.Download(plane, pixels);
        return pixels;
    }
}

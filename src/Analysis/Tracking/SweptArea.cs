namespace FunctionsPipeline.Analysis;

/// <summary>The part of the picture that a body passes over, in working pixels of the frames it was seen in.</summary>
internal sealed class SweptArea(int widthPx, int heightPx)
{
    /// <summary>Cells on the long side of a heat map: a body of a thirtieth of the picture fills one.</summary>
    private const int CellsMax = HeatMap.SideMax;

    private readonly List<(double Left, double Top, double Right, double Bottom)> _boxes = [];

    public bool IsEmpty => _boxes.Count == 0;

    /// <summary>Adds a place; what lies outside the picture is cut off.</summary>
    public void Add(double left, double top, double right, double bottom)
    {
        (left, right) = (Math.Clamp(left, 0, widthPx), Math.Clamp(right, 0, widthPx));
        (top, bottom) = (Math.Clamp(top, 0, heightPx), Math.Clamp(bottom, 0, heightPx));
        if (right > left && bottom > top) _boxes.Add((left, top, right, bottom));
    }

    /// <summary>The box around all places, in pixels of the video.</summary>
    /// <param name="scale">Pixels of the video on a side of a working pixel.</param>
    /// <param name="format">The video.</param>
    public FrameBox ToBox(int scale, VideoFormat format)
    {
        var left = (int)Math.Floor(_boxes.Min(box => box.Left) * scale);
        var top = (int)Math.Floor(_boxes.Min(box => box.Top) * scale);
        var right = Math.Min(format.WidthPx, (int)Math.Ceiling(_boxes.Max(box => box.Right) * scale));
        var bottom = Math.Min(format.HeightPx, (int)Math.Ceiling(_boxes.Max(box => box.Bottom) * scale));
        return new FrameBox(left, top, right - left, bottom - top);
    }

    /// <summary>How often each part of the picture was passed over, the most as 255.</summary>
    public HeatMap ToHeat()
    {
        var cell = Math.Max(widthPx, heightPx) / (double)CellsMax;
        var (columns, rows) = ((int)Math.Ceiling(widthPx / cell), (int)Math.Ceiling(heightPx / cell));
        var counts = new int[columns * rows];
        foreach (var box in _boxes)
        {
            for (var row = (int)(box.Top / cell); row < rows && row * cell < box.Bottom; row++)
            {
                for (var column = (int)(box.Left / cell); column < columns && column * cell < box.Right; column++) counts[row * columns + column]++;
            }
        }

        var most = Math.Max(1, counts.Max());
        return new HeatMap(columns, rows, [.. counts.Select(count => (byte)(255 * count / most))]);
    }
}

using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>Where a spoilt video differs from the clean one: the truth about a defect's place, however it was made.</summary>
internal sealed class DifferenceBox(int widthPx, int heightPx)
{
    /// <summary>A difference that can be seen: 12 of 255 in some channel.</summary>
    private const float Visible = 12 / 255f;

    /// <summary>A box over this share of the frame is the whole frame.</summary>
    private const double WholeFrameShare = 0.8;

    /// <summary>Share of the difference left out at each side, so that a single pixel does not make the box.</summary>
    private const double Trim = 0.004;

    private readonly float[] _most = new float[widthPx * heightPx];
    private readonly float[] _peak = new float[widthPx * heightPx];
    private readonly float[] _now = new float[widthPx * heightPx];
    private double _peakSum;

    /// <summary>Adds a frame of both.</summary>
    public void Add(Picture clean, Picture spoilt)
    {
        double sum = 0;
        for (var i = 0; i < _now.Length; i++)
        {
            var difference = Vector4.Abs(clean.Pixels[i] - spoilt.Pixels[i]);
            var value = Math.Max(difference.X, Math.Max(difference.Y, difference.Z));
            _now[i] = value < Visible ? 0 : value;
            _most[i] = Math.Max(_most[i], _now[i]);
            sum += _now[i];
        }

        if (sum <= _peakSum) return;
        _peakSum = sum;
        _now.CopyTo(_peak, 0);
    }

    /// <summary>Over all frames; null when it is the whole frame or nothing to be seen.</summary>
    public PixelBox? Union => BoxOf(_most);

    /// <summary>In the frame of the greatest difference; null as for <see cref="Union"/>.</summary>
    public PixelBox? Peak => BoxOf(_peak);

    private PixelBox? BoxOf(float[] map)
    {
        var (columns, rows) = (new double[widthPx], new double[heightPx]);
        for (var i = 0; i < map.Length; i++)
        {
            columns[i % widthPx] += map[i];
            rows[i / widthPx] += map[i];
        }

        if (columns.Sum() <= 0) return null;
        var ((left, right), (top, bottom)) = (Ends(columns), Ends(rows));
        var box = new PixelBox(left, top, right - left + 1, bottom - top + 1);
        return box.Area >= WholeFrameShare * widthPx * heightPx ? null : box;
    }

    private static (int First, int Last) Ends(double[] sums)
    {
        var limit = Trim * sums.Sum();
        var (first, last) = (0, sums.Length - 1);
        for (var sum = sums[first]; sum < limit; sum += sums[first]) first++;
        for (var sum = sums[last]; sum < limit; sum += sums[last]) last--;
        return (first, last);
    }
}

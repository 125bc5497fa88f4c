namespace FunctionsPipeline.Analysis;

/// <summary>
/// Lays frames over one reference picture to a small part of a pixel, and says how their light differs. Sample points are the steepest
/// pixel of each cell of a grid, so that every part of the picture votes; what moves by itself is voted down.
/// </summary>
/// <remarks>
/// Inverse compositional alignment after Baker and Matthews, "Lucas-Kanade 20 Years On" (2004), with an affine map, gain and offset, and
/// Tukey's weights.
/// </remarks>
internal sealed class PlaneRegistration
{
    private const int CellPx = 12;

    /// <summary>Least slope of a sample point, luma levels a pixel: flatter places say nothing.</summary>
    private const double SlopeMin = 3;

    /// <summary>Fewer points do not fix a map.</summary>
    private const int PointsMin = 24;

    private const int Iterations = 5;

    /// <summary>Six numbers of the map, gain, offset.</summary>
    private const int Unknowns = 8;

    /// <summary>Tukey's constant for 95 % efficiency.</summary>
    private const double TukeySigmas = 4.7;

    /// <summary>Residuals up to this are never voted down, luma levels: rounding and coding.</summary>
    private const double ResidualFloor = 6;

    /// <summary>Share of the points that must agree.</summary>
    private const double InlierShareMin = 0.4;

    /// <summary>How much the light may change against the frame before, as a factor. A map that fits nowhere fits best with no contrast at all.</summary>
    private const double GainStepMax = 1.3;

    private readonly TrackedFrame _reference;
    private readonly List<Point> _points = [];
    private readonly double _centreX;
    private readonly double _centreY;
    private readonly double _unitPx;
    private double[] _errors = [];

    public PlaneRegistration(TrackedFrame reference)
    {
        _reference = reference;
        (_centreX, _centreY) = (reference.WidthPx / 2.0, reference.HeightPx / 2.0);
        _unitPx = Math.Max(_centreX, _centreY);
        for (var top = 1; top < reference.HeightPx - 1; top += CellPx)
        {
            for (var left = 1; left < reference.WidthPx - 1; left += CellPx) AddSteepest(left, top);
        }
    }

    /// <summary>
    /// Improves the map from the reference to a frame, and sets the frame's light. Where too little is seen, or nothing fits, the map stays,
    /// and so does the light.
    /// </summary>
    public PlaneMap Refine(TrackedFrame frame, PlaneMap start)
    {
        if (_points.Count < PointsMin) return start;
        if (_errors.Length < _points.Count) _errors = new double[_points.Count];
        var map = start;

        // The light of the frame before: with it what moves by itself stands out from the first.
        var gain = frame.Gain / _reference.Gain;
        var offset = frame.Offset - gain * _reference.Offset;
        Span<double> equations = stackalloc double[Unknowns * (Unknowns + 1)];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var seen = MeasureErrors(frame, map);
            var limit = Math.Max(ResidualFloor, TukeySigmas * Spread(gain, offset, seen));
            var inliers = Accumulate(equations, gain, offset, limit);
            if (seen < PointsMin || inliers.All < InlierShareMin * seen) return start;
            if (inliers.Across < PointsMin) Hold(equations, 0);
            if (inliers.Down < PointsMin) Hold(equations, 3);
            if (!LinearSystem.TrySolve(equations, Unknowns)) return start;
            (gain, offset) = (1 + equations[6 * 9 + 8], equations[7 * 9 + 8]);
            map = ToMap(equations).Invert().Then(map);
        }

        if (gain * _reference.Gain > GainStepMax * frame.Gain || gain * _reference.Gain < frame.Gain / GainStepMax) return start;
        (frame.Gain, frame.Offset) = (gain * _reference.Gain, gain * _reference.Offset + offset);
        return map;
    }

    private void AddSteepest(int left, int top)
    {
        var luma = _reference.Luma.Pixels;
        var (best, bestSlope) = (default(Point), SlopeMin * SlopeMin);
        for (var y = top; y < Math.Min(top + CellPx, _reference.HeightPx - 1); y++)
        {
            for (var x = left; x < Math.Min(left + CellPx, _reference.WidthPx - 1); x++)
            {
                var i = y * _reference.WidthPx + x;
                var (slopeX, slopeY) = ((luma[i + 1] - luma[i - 1]) / 2.0, (luma[i + _reference.WidthPx] - luma[i - _reference.WidthPx]) / 2.0);
                var slope = slopeX * slopeX + slopeY * slopeY;
                if (slope > bestSlope) (best, bestSlope) = (new Point(x, y, luma[i], slopeX, slopeY), slope);
            }
        }

        if (bestSlope > SlopeMin * SlopeMin) _points.Add(best);
    }

    /// <summary>Frame minus reference at each point; not a number where the point is out of the frame.</summary>
    private int MeasureErrors(TrackedFrame frame, PlaneMap map)
    {
        var seen = 0;
        for (var i = 0; i < _points.Count; i++)
        {
            var point = _points[i];
            var (x, y) = map.Apply(point.X, point.Y);
            var inside = x >= 0 && y >= 0 && x <= frame.WidthPx - 1 && y <= frame.HeightPx - 1;
            _errors[i] = inside ? frame.Luma.Sample(x, y) - point.Luma : double.NaN;
            if (inside) seen++;
        }

        return seen;
    }

    /// <summary>Standard deviation of the residuals from their median, over the points that were seen.</summary>
    private double Spread(double gain, double offset, int seen)
    {
        Span<int> counts = stackalloc int[256];
        for (var i = 0; i < _points.Count; i++)
        {
            if (!double.IsNaN(_errors[i])) counts[Math.Min(255, (int)Math.Abs(Residual(i, gain, offset)))]++;
        }

        var (level, below) = (0, counts[0]);
        while (below < seen / 2 && level < 255) below += counts[++level];
        return 1.4826 * (level + 0.5);
    }

    private double Residual(int i, double gain, double offset) => _errors[i] - (gain - 1) * _points[i].Luma - offset;

    /// <summary>Leaves one coordinate of the map as it is: what few points say of it may be a thing that moves by itself.</summary>
    private static void Hold(Span<double> equations, int first)
    {
        for (var j = first; j < first + 3; j++)
        {
            equations.Slice(j * (Unknowns + 1), Unknowns + 1).Clear();
            for (var k = 0; k < Unknowns; k++) equations[k * (Unknowns + 1) + j] = 0;
            equations[j * (Unknowns + 1) + j] = 1;
        }
    }

    /// <summary>Sums the equations up over the points that agree; counts them, and those that say something of either coordinate.</summary>
    private (int All, int Across, int Down) Accumulate(Span<double> equations, double gain, double offset, double limit)
    {
        equations.Clear();
        var (inliers, across, down) = (0, 0, 0);
        Span<double> row = stackalloc double[Unknowns + 1];
        for (var i = 0; i < _points.Count; i++)
        {
            if (double.IsNaN(_errors[i])) continue;
            var share = Residual(i, gain, offset) / limit;
            if (Math.Abs(share) >= 1) continue;
            inliers++;
            var weight = (1 - share * share) * (1 - share * share);
            var point = _points[i];
            if (Math.Abs(point.SlopeX) >= SlopeMin) across++;
            if (Math.Abs(point.SlopeY) >= SlopeMin) down++;
            var (x, y) = ((point.X - _centreX) / _unitPx, (point.Y - _centreY) / _unitPx);
            (row[0], row[1], row[2]) = (point.SlopeX * x, point.SlopeX * y, point.SlopeX);
            (row[3], row[4], row[5]) = (point.SlopeY * x, point.SlopeY * y, point.SlopeY);
            (row[6], row[7], row[8]) = (point.Luma, 1, _errors[i]);
            for (var j = 0; j < Unknowns; j++)
            {
                var weighted = weight * row[j];
                for (var k = j; k <= Unknowns; k++) equations[j * (Unknowns + 1) + k] += weighted * row[k];
            }
        }

        // The normal equations are symmetric.
        for (var j = 1; j < Unknowns; j++)
        {
            for (var k = 0; k < j; k++) equations[j * (Unknowns + 1) + k] = equations[k * (Unknowns + 1) + j];
        }

        return (inliers, across, down);
    }

    /// <summary>The small map that the solution stands for, from coordinates around the centre back to pixels.</summary>
    private PlaneMap ToMap(ReadOnlySpan<double> equations)
    {
        var (a, b, c) = (equations[8] / _unitPx, equations[17] / _unitPx, equations[26]);
        var (d, e, f) = (equations[35] / _unitPx, equations[44] / _unitPx, equations[53]);
        return new PlaneMap(1 + a, b, c - a * _centreX - b * _centreY, d, 1 + e, f - d * _centreX - e * _centreY);
    }

    private readonly record struct Point(int X, int Y, double Luma, double SlopeX, double SlopeY);
}

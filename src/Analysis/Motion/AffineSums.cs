namespace FunctionsPipeline.Analysis;

/// <summary>Weighted sums over moved points, and the affine map that fits them best by least squares.</summary>
internal struct AffineSums
{
    /// <summary>Least spread of the points in their narrowest direction, pixels squared: a line of points fixes no map of the plane.</summary>
    private const double SpreadMin = 4;

    private double _weight;
    private double _x;
    private double _y;
    private double _xx;
    private double _xy;
    private double _yy;
    private Moves _moveX;
    private Moves _moveY;

    /// <summary>Sum of the weights.</summary>
    public readonly double Weight => _weight;

    /// <summary>Adds a point and how far it moves.</summary>
    public void Add(double x, double y, double moveX, double moveY, double weight)
    {
        _weight += weight;
        _x += weight * x;
        _y += weight * y;
        _xx += weight * x * x;
        _xy += weight * x * y;
        _yy += weight * y * y;
        _moveX.Add(x, y, weight * moveX);
        _moveY.Add(x, y, weight * moveY);
    }

    /// <summary>The map, or null when the points do not span the plane. Its share of followers is left 0.</summary>
    public readonly CameraMotion? Solve()
    {
        if (_weight <= 0) return null;
        var (meanX, meanY) = (_x / _weight, _y / _weight);
        // Around the mean, so that far-away corners cost no digits.
        var xx = _xx / _weight - meanX * meanX;
        var xy = _xy / _weight - meanX * meanY;
        var yy = _yy / _weight - meanY * meanY;
        var narrowest = (xx + yy - Math.Sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2;
        if (narrowest < SpreadMin) return null;

        var determinant = xx * yy - xy * xy;
        var (slopeXX, slopeXY, shiftX) = _moveX.Slopes(_weight, meanX, meanY, xx / determinant, xy / determinant, yy / determinant);
        var (slopeYX, slopeYY, shiftY) = _moveY.Slopes(_weight, meanX, meanY, xx / determinant, xy / determinant, yy / determinant);
        return new CameraMotion(1 + slopeXX, slopeXY, shiftX, slopeYX, 1 + slopeYY, shiftY, 0);
    }

    /// <summary>Sums of the motion in one direction.</summary>
    private struct Moves
    {
        private double _sum;
        private double _x;
        private double _y;

        public void Add(double x, double y, double move)
        {
            _sum += move;
            _x += move * x;
            _y += move * y;
        }

        public readonly (double X, double Y, double Shift) Slopes(double weight, double meanX, double meanY, double xx, double xy, double yy)
        {
            var mean = _sum / weight;
            var (withX, withY) = (_x / weight - mean * meanX, _y / weight - mean * meanY);
            var slopeX = yy * withX - xy * withY;
            var slopeY = xx * withY - xy * withX;
            return (slopeX, slopeY, mean - slopeX * meanX - slopeY * meanY);
        }
    }
}

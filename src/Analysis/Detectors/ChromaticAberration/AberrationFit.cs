namespace FunctionsPipeline.Analysis;

/// <summary>
/// Displacements of red and blue against green by least squares. Over a part of the frame they are one shift each; over the whole frame a
/// shift and a scale about the middle each, as a lens with lateral chromatic aberration makes them.
/// </summary>
internal sealed class AberrationFit
{
    /// <summary>Unknowns: shift x, shift y and scale of red, the same of blue, chroma's place x and y.</summary>
    private const int Unknowns = 8;

    /// <summary>How far chroma samples may be from where they are taken to be, chroma pixels.</summary>
    private const double ChromaPlaceSigma = 0.25;

    /// <summary>How far colours may be displaced, chroma pixels: wide, it only keeps what no edge tells at 0.</summary>
    private const double ShiftSigma = 2;

    private readonly double[] _matrix = new double[Unknowns * Unknowns];
    private readonly double[] _solution = new double[Unknowns];
    private double _energy;
    private double _explained;

    /// <summary>Share of what green does not explain of red and blue that the displacement explains, 0 to 1.</summary>
    public double ExplainedShare => _energy > 0 ? Math.Clamp(_explained / _energy, 0, 1) : 0;

    /// <summary>Displacements at a place, chroma pixels.</summary>
    /// <param name="x">From the middle of the frame to its right border, -1 to 1.</param>
    /// <param name="y">From the middle downwards, in the same unit as <paramref name="x"/>.</param>
    public (double RedX, double RedY, double BlueX, double BlueY) At(double x, double y) =>
        (_solution[0] + _solution[2] * x, _solution[1] + _solution[2] * y, _solution[3] + _solution[5] * x, _solution[4] + _solution[5] * y);

    /// <summary>Mean square displacement of red and blue at a place, square root, chroma pixels.</summary>
    public double LengthAt(double x, double y)
    {
        var (redX, redY, blueX, blueY) = At(x, y);
        return Math.Sqrt((redX * redX + redY * redY + blueX * blueX + blueY * blueY) / 2);
    }

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        Array.Clear(_matrix);
        Array.Clear(_solution);
        _energy = 0;
    }

    /// <summary>Adds a part of the frame whose middle is at (x, y), see <see cref="At"/>.</summary>
    public void Add(AberrationSums sums, double x, double y)
    {
        // Each unknown of the part is one of the frame's, or a shift and the place times the scale.
        ReadOnlySpan<int> shifts = [0, 1, 3, 4, 6, 7];
        ReadOnlySpan<int> scales = [2, 2, 5, 5, -1, -1];
        ReadOnlySpan<double> places = [x, y, x, y, 0, 0];
        for (var row = 0; row < AberrationSums.Unknowns; row++)
        {
            for (var column = 0; column < AberrationSums.Unknowns; column++)
            {
                var value = sums.Matrix[row * AberrationSums.Unknowns + column];
                _matrix[shifts[row] * Unknowns + shifts[column]] += value;
                if (scales[row] >= 0) _matrix[scales[row] * Unknowns + shifts[column]] += places[row] * value;
                if (scales[column] >= 0) _matrix[shifts[row] * Unknowns + scales[column]] += places[column] * value;
                if (scales[row] >= 0 && scales[column] >= 0) _matrix[scales[row] * Unknowns + scales[column]] += places[row] * places[column] * value;
            }

            _solution[shifts[row]] += sums.Right[row];
            if (scales[row] >= 0) _solution[scales[row]] += places[row] * sums.Right[row];
        }

        _energy += sums.Energy;
    }

    /// <summary>Solves for what was added.</summary>
    /// <param name="hasScale">False holds the scales at 0.</param>
    public void Solve(bool hasScale)
    {
        Span<double> right = stackalloc double[Unknowns];
        _solution.CopyTo(right);
        for (var i = 0; i < Unknowns; i++)
        {
            var sigma = i >= 6 ? ChromaPlaceSigma : ShiftSigma;
            _matrix[i * Unknowns + i] += !hasScale && i is 2 or 5 ? double.MaxValue / 4 : 1 / (sigma * sigma);
        }

        Eliminate();
        _explained = 0;
        for (var i = 0; i < 6; i++) _explained += _solution[i] * right[i];
    }

    /// <summary>Gaussian elimination without pivots: the matrix is symmetric and positive definite by its priors.</summary>
    private void Eliminate()
    {
        for (var pivot = 0; pivot < Unknowns; pivot++)
        {
            for (var row = pivot + 1; row < Unknowns; row++)
            {
                var factor = _matrix[row * Unknowns + pivot] / _matrix[pivot * Unknowns + pivot];
                for (var column = pivot; column < Unknowns; column++) _matrix[row * Unknowns + column] -= factor * _matrix[pivot * Unknowns + column];
                _solution[row] -= factor * _solution[pivot];
            }
        }

        for (var row = Unknowns - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < Unknowns; column++) _solution[row] -= _matrix[row * Unknowns + column] * _solution[column];
            _solution[row] /= _matrix[row * Unknowns + row];
        }
    }
}

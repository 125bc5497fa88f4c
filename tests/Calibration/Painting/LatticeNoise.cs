namespace FunctionsPipeline.Calibration;

/// <summary>Smooth random fields: values on a lattice that repeats, joined by a cubic; and sums of them over octaves.</summary>
internal sealed class LatticeNoise
{
    private const int Side = 64;
    private readonly float[] _values = new float[Side * Side];

    public LatticeNoise(Random random)
    {
        for (var i = 0; i < _values.Length; i++) _values[i] = (float)random.NextDouble();
    }

    /// <summary>The field at a place in lattice steps, 0 to 1; repeats after <paramref name="period"/> steps.</summary>
    /// <param name="period">1 to 64.</param>
    public float At(float x, float y, int period)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (u, v) = (Ease(x - left), Ease(y - top));
        var (x0, x1) = (Wrap(left, period), Wrap(left + 1, period));
        var (row0, row1) = (Wrap(top, period) * Side, Wrap(top + 1, period) * Side);
        var upper = _values[row0 + x0] + u * (_values[row0 + x1] - _values[row0 + x0]);
        var lower = _values[row1 + x0] + u * (_values[row1 + x1] - _values[row1 + x0]);
        return upper + v * (lower - upper);
    }

    /// <summary>Octaves of halving size and halving strength, so that power falls with frequency as in photographs.</summary>
    /// <param name="x">0 to 1 across the pattern.</param>
    /// <param name="y">0 to 1 down the pattern.</param>
    /// <param name="firstPeriod">Lattice steps across the pattern in the coarsest octave.</param>
    /// <param name="octaves">How many; finer ones beyond 64 steps repeat inside the pattern.</param>
    public float Fractal(float x, float y, int firstPeriod, int octaves)
    {
        float sum = 0, weight = 1, weights = 0;
        for (var octave = 0; octave < octaves; octave++)
        {
            var steps = firstPeriod << octave;

            // Each octave reads another part of the lattice, or the octaves would show the same blobs.
            sum += weight * At(x * steps + 17 * octave, y * steps + 29 * octave, Math.Min(Side, steps));
            weights += weight;
            weight *= 0.5f;
        }

        return sum / weights;
    }

    private static float Ease(float t) => t * t * (3 - 2 * t);

    private static int Wrap(int value, int period) => ((value % period) + period) % period;
}

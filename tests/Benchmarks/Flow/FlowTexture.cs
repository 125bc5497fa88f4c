namespace FunctionsPipeline.Benchmarks.Flow;

/// <summary>Textures without end that flow is measured on: luma at any place, in pixels of the full-size frame.</summary>
internal sealed class FlowTexture
{
    private const int LatticeSide = 256;

    private readonly double[] _lattice = new double[LatticeSide * LatticeSide];

    public FlowTexture(int seed)
    {
        var random = new Random(seed);
        for (var index = 0; index < _lattice.Length; index++) _lattice[index] = random.NextDouble() * 2 - 1;
    }

    /// <summary>Structure of every size, as stone or leaves have.</summary>
    public double Natural(double x, double y)
    {
        var sum = 0.0;
        var (size, weight) = (64.0, 40.0);
        for (var octave = 0; octave < 5; octave++, size /= 2, weight *= 0.6) sum += weight * Noise(x / size + 17 * octave, y / size);
        return 120 + sum;
    }

    /// <summary>Fine grain only: nothing of it is left when the picture is halved a few times.</summary>
    public double Grain(double x, double y) => 120 + 40 * Noise(x / 5, y / 5) + 30 * Noise(x / 9 + 31, y / 9);

    /// <summary>Bricks: hard straight edges, much of it flat, and the same again and again.</summary>
    public double Bricks(double x, double y)
    {
        var row = Math.Floor(y / 48);
        var (inX, inY) = (Wrap(x + 56 * (row % 2), 112), Wrap(y, 48));
        var tone = 20 * Noise(Math.Floor((x + 56 * (row % 2)) / 112) * 3.7, row * 5.3);
        var isMortar = inX < 8 || inY < 8;
        return (isMortar ? 170 : 90 + tone) + 6 * Noise(x / 14, y / 14);
    }

    /// <summary>Soft and weak, as a wall or skin out of focus.</summary>
    public double Soft(double x, double y) => 110 + 25 * Noise(x / 90, y / 90) + 8 * Noise(x / 30 + 7, y / 30);

    private static double Wrap(double value, double size) => value - size * Math.Floor(value / size);

    private double Noise(double x, double y)
    {
        var (column, row) = (Math.Floor(x), Math.Floor(y));
        var (shareX, shareY) = (Smooth(x - column), Smooth(y - row));
        var (left, top) = ((int)(long)column & (LatticeSide - 1), (int)(long)row & (LatticeSide - 1));
        var (right, bottom) = ((left + 1) & (LatticeSide - 1), (top + 1) & (LatticeSide - 1));
        var above = Mix(_lattice[top * LatticeSide + left], _lattice[top * LatticeSide + right], shareX);
        var below = Mix(_lattice[bottom * LatticeSide + left], _lattice[bottom * LatticeSide + right], shareX);
        return Mix(above, below, shareY);
    }

    private static double Smooth(double share) => share * share * share * (share * (share * 6 - 15) + 10);

    private static double Mix(double one, double other, double share) => one + (other - one) * share;
}

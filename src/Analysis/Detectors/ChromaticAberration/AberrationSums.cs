namespace FunctionsPipeline.Analysis;

/// <summary>
/// Normal equations for six unknowns in one part of the frame: how far red and blue lie from green, and how far chroma as a whole lies from
/// brightness, each to the right and down, in chroma pixels. The last is no defect: writers place chroma samples differently.
/// </summary>
internal sealed class AberrationSums
{
    /// <summary>Unknowns: red x and y, blue x and y, chroma x and y.</summary>
    public const int Unknowns = 6;

    /// <summary>Noise that even a clean patch has, levels squared.</summary>
    private const double NoiseFloor = 4;

    /// <summary>Where green hardly changes there is no edge to be displaced, levels squared.</summary>
    private const double GreenVarianceMin = 30;

    // Shares of the colours in brightness, BT.601.
    private const double RedShare = 0.299, GreenShare = 0.587, BlueShare = 0.114;

    private const int PatchPixels = ColourPatch.SidePx * ColourPatch.SidePx;

    private readonly double[] _matrix = new double[Unknowns * Unknowns];
    private readonly double[] _right = new double[Unknowns];

    /// <summary>Products of the unknowns' factors, row by row.</summary>
    public ReadOnlySpan<double> Matrix => _matrix;

    /// <summary>Products of the factors and what is to be explained.</summary>
    public ReadOnlySpan<double> Right => _right;

    /// <summary>What is to be explained, squared, in units of noise.</summary>
    public double Energy { get; private set; }

    /// <summary>Patches with an edge.</summary>
    public int Patches { get; private set; }

    /// <summary>Adds a patch.</summary>
    public void Add(ColourPatch patch)
    {
        if (patch.GreenVariance < GreenVarianceMin) return;
        var (red, blue) = (patch.Red, patch.Blue);
        var brightness = RedShare * red.Slope + GreenShare + BlueShare * blue.Slope;
        AddColour(0, red, brightness, patch.Gradient);
        AddColour(2, blue, brightness, patch.Gradient);
        Patches++;
    }

    /// <summary>Adds another part of the frame.</summary>
    public void Add(AberrationSums other)
    {
        for (var i = 0; i < _matrix.Length; i++) _matrix[i] += other._matrix[i];
        for (var i = 0; i < _right.Length; i++) _right[i] += other._right[i];
        Energy += other.Energy;
        Patches += other.Patches;
    }

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        Array.Clear(_matrix);
        Array.Clear(_right);
        (Energy, Patches) = (0, 0);
    }

    private void AddColour(int first, ColourFollow colour, double brightness, (double Xx, double Xy, double Yy) gradient)
    {
        // Patches that neither edges nor any displacement explain, such as several colours in one, count the less.
        var weight = 1 / ((colour.Rest - Explained(colour, gradient)) / PatchPixels + NoiseFloor);
        var own = -colour.Slope;
        // Displaced chroma moves a colour against green by as much as its slope differs from that of grey.
        var chroma = -brightness * (colour.Slope - 1);
        AddBlock(first, first, weight * own * own, gradient);
        AddBlock(first, 4, weight * own * chroma, gradient);
        AddBlock(4, first, weight * own * chroma, gradient);
        AddBlock(4, 4, weight * chroma * chroma, gradient);
        _right[first] += weight * own * colour.X;
        _right[first + 1] += weight * own * colour.Y;
        _right[4] += weight * chroma * colour.X;
        _right[5] += weight * chroma * colour.Y;
        Energy += weight * colour.Rest;
    }

    /// <summary>What a displacement of its own explains of a patch's rest, least squares in two unknowns.</summary>
    private static double Explained(ColourFollow colour, (double Xx, double Xy, double Yy) gradient)
    {
        // Ridge: an edge tells nothing along itself.
        var (xx, yy) = (gradient.Xx + NoiseFloor, gradient.Yy + NoiseFloor);
        var determinant = xx * yy - gradient.Xy * gradient.Xy;
        if (determinant <= 0) return 0;
        var explained = (colour.X * colour.X * yy - 2 * colour.X * colour.Y * gradient.Xy + colour.Y * colour.Y * xx) / determinant;
        return Math.Clamp(explained, 0, colour.Rest);
    }

    private void AddBlock(int row, int column, double weight, (double Xx, double Xy, double Yy) gradient)
    {
        _matrix[row * Unknowns + column] += weight * gradient.Xx;
        _matrix[row * Unknowns + column + 1] += weight * gradient.Xy;
        _matrix[(row + 1) * Unknowns + column] += weight * gradient.Xy;
        _matrix[(row + 1) * Unknowns + column + 1] += weight * gradient.Yy;
    }
}

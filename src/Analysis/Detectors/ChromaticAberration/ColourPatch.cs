namespace FunctionsPipeline.Analysis;

/// <summary>
/// How red and blue follow green in a small square of a frame at chroma size: sums for the least-squares fit of a displacement. Across an
/// edge all three colours change together, so red is locally an affine function of green, and where red is displaced by d the
/// difference is the slope times the gradient times d (first-order expansion).
/// </summary>
/// <param name="scale">Chroma pixels on a side of a pixel of the square: a coarser look finds what is displaced by more than a line's width.</param>
internal sealed class ColourPatch(int scale)
{
    /// <summary>Side of the square, its own pixels: a few edges wide, and small enough to hold two colours only.</summary>
    public const int SidePx = 8;

    /// <summary>Pixels around the square that are read too: one for smoothing and one for the gradient.</summary>
    public const int MarginPx = 2;

    /// <summary>Side with the margin.</summary>
    public const int OuterPx = Outer;

    private const int Outer = SidePx + 2 * MarginPx;
    private const int Smooth = SidePx + 2;
    private const int Count = SidePx * SidePx;

    // Weights of BT.601. Those of BT.709, and of limited range, mix the colours slightly differently, which moves no edge.
    private const float RedOfChromaRed = 1.402f, BlueOfChromaBlue = 1.772f, GreenOfChromaBlue = 0.344f, GreenOfChromaRed = 0.714f;

    private readonly float[] _red = new float[Outer * Outer];
    private readonly float[] _green = new float[Outer * Outer];
    private readonly float[] _blue = new float[Outer * Outer];
    private readonly float[] _smoothRed = new float[Smooth * Smooth];
    private readonly float[] _smoothGreen = new float[Smooth * Smooth];
    private readonly float[] _smoothBlue = new float[Smooth * Smooth];

    /// <summary>Chroma pixels on a side of a pixel of the square.</summary>
    public int Scale => scale;

    /// <summary>Variance of green, levels squared.</summary>
    public double GreenVariance { get; private set; }

    /// <summary>Gradient products after what green explains is taken out: xx, xy, yy, summed over the square.</summary>
    public (double Xx, double Xy, double Yy) Gradient { get; private set; }

    /// <summary>How red follows green.</summary>
    public ColourFollow Red { get; private set; }

    /// <summary>How blue follows green.</summary>
    public ColourFollow Blue { get; private set; }

    /// <summary>
    /// Measures a square. Its top left pixel, margin included, is at (left, top) of the chroma planes, and all of it must lie within them.
    /// </summary>
    public void Measure(VideoFrame frame, int left, int top)
    {
        Read(frame, left, top);
        Blur(_red, _smoothRed);
        Blur(_green, _smoothGreen);
        Blur(_blue, _smoothBlue);
        Sum();
    }

    private void Read(VideoFrame frame, int left, int top)
    {
        var luma = frame.Luma;
        var chromaBlue = frame.ChromaBlue;
        var chromaRed = frame.ChromaRed;
        Array.Clear(_red);
        Array.Clear(_green);
        Array.Clear(_blue);
        var share = 1f / (scale * scale);
        for (var y = 0; y < Outer * scale; y++)
        {
            // Odd sizes have half a luma pixel less than chroma.
            var above = luma.Row(Math.Min(2 * (top + y), luma.HeightPx - 1));
            var below = luma.Row(Math.Min(2 * (top + y) + 1, luma.HeightPx - 1));
            var blues = chromaBlue.Row(top + y);
            var reds = chromaRed.Row(top + y);
            var row = y / scale * Outer;
            for (var x = 0; x < Outer * scale; x++)
            {
                var at = 2 * (left + x);
                var right = Math.Min(at + 1, luma.WidthPx - 1);
                var brightness = (above[at] + above[right] + below[at] + below[right]) * 0.25f;
                var (u, v) = (blues[left + x] - 128f, reds[left + x] - 128f);
                var i = row + x / scale;
                _red[i] += share * (brightness + RedOfChromaRed * v);
                _green[i] += share * (brightness - GreenOfChromaBlue * u - GreenOfChromaRed * v);
                _blue[i] += share * (brightness + BlueOfChromaBlue * u);
            }
        }
    }

    /// <summary>Means of 3 x 3: less noise, and a first-order expansion that holds for displacements of a pixel or two.</summary>
    private static void Blur(float[] from, float[] to)
    {
        for (var y = 0; y < Smooth; y++)
        {
            for (var x = 0; x < Smooth; x++)
            {
                var i = y * Outer + x;
                to[y * Smooth + x] = (from[i] + from[i + 1] + from[i + 2]
                    + from[i + Outer] + from[i + Outer + 1] + from[i + Outer + 2]
                    + from[i + 2 * Outer] + from[i + 2 * Outer + 1] + from[i + 2 * Outer + 2]) / 9;
            }
        }
    }

    private void Sum()
    {
        double g = 0, gx = 0, gy = 0, r = 0, b = 0;
        double gg = 0, gX = 0, gY = 0, xx = 0, xy = 0, yy = 0;
        double rg = 0, rX = 0, rY = 0, rr = 0, bg = 0, bX = 0, bY = 0, bb = 0;
        for (var y = 1; y <= SidePx; y++)
        {
            for (var x = 1; x <= SidePx; x++)
            {
                var i = y * Smooth + x;
                var green = _smoothGreen[i];
                var right = (_smoothGreen[i + 1] - _smoothGreen[i - 1]) / 2;
                var down = (_smoothGreen[i + Smooth] - _smoothGreen[i - Smooth]) / 2;
                var (red, blue) = (_smoothRed[i], _smoothBlue[i]);
                (g, gx, gy, r, b) = (g + green, gx + right, gy + down, r + red, b + blue);
                (gg, gX, gY) = (gg + green * green, gX + green * right, gY + green * down);
                (xx, xy, yy) = (xx + right * right, xy + right * down, yy + down * down);
                (rg, rX, rY, rr) = (rg + red * green, rX + red * right, rY + red * down, rr + red * red);
                (bg, bX, bY, bb) = (bg + blue * green, bX + blue * right, bY + blue * down, bb + blue * blue);
            }
        }

        (gg, gX, gY) = (gg - g * g / Count, gX - g * gx / Count, gY - g * gy / Count);
        (xx, xy, yy) = (xx - gx * gx / Count, xy - gx * gy / Count, yy - gy * gy / Count);
        GreenVariance = gg / Count;
        if (gg <= 0) return;
        Gradient = (xx - gX * gX / gg, xy - gX * gY / gg, yy - gY * gY / gg);
        Red = Follow(rg - r * g / Count, rX - r * gx / Count, rY - r * gy / Count, rr - r * r / Count);
        Blue = Follow(bg - b * g / Count, bX - b * gx / Count, bY - b * gy / Count, bb - b * b / Count);

        ColourFollow Follow(double green, double right, double down, double own)
        {
            var slope = green / gg;
            return new ColourFollow(slope, right - slope * gX, down - slope * gY, Math.Max(0, own - slope * green));
        }
    }
}

/// <summary>How a colour follows green in a patch.</summary>
/// <param name="Slope">Levels of the colour for a level of green.</param>
/// <param name="X">What green leaves of the colour times the gradient to the right, summed.</param>
/// <param name="Y">The same downwards.</param>
/// <param name="Rest">What green leaves of the colour, squared and summed.</param>
internal readonly record struct ColourFollow(double Slope, double X, double Y, double Rest);

using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.Vision;

/// <summary>Brightness of a picture, 0 to 255, and what is measured of it.</summary>
internal sealed class LumaPlane
{
    private const int Levels = 256;
    private const int BlackMost = 3;
    private const int WhiteLeast = 252;

    // The mask for noise has this length, and the median of a normal variable's size is this part of its deviation.
    private const double NoiseMaskLength = 6;
    private const double MedianOfDeviation = 0.6745;

    // Sum of the squares of the Laplacian's weights: what it makes of noise of variance 1.
    private const double LaplacianOfNoise = 20;

    private readonly int _width;
    private readonly int _height;
    private readonly byte[] _luma;
    private readonly int[] _histogram = new int[Levels];

    /// <summary>The plane of a picture.</summary>
    public LumaPlane(Raster picture)
    {
        (_width, _height) = (picture.Width, picture.Height);
        _luma = new byte[_width * _height];
        var rgb = picture.Rgb;
        long sum = 0, squares = 0;
        for (int index = 0, at = 0; index < _luma.Length; index++, at += Raster.Channels)
        {
            // BT.601 in 8-bit fixed point.
            var luma = ((77 * rgb[at]) + (150 * rgb[at + 1]) + (29 * rgb[at + 2])) >> 8;
            _luma[index] = (byte)luma;
            _histogram[luma]++;
            sum += luma;
            squares += luma * luma;
        }

        Mean = (double)sum / _luma.Length;
        Variance = ((double)squares / _luma.Length) - (Mean * Mean);
    }

    /// <summary>Mean.</summary>
    public double Mean { get; }

    /// <summary>Variance.</summary>
    public double Variance { get; }

    /// <summary>Share of pixels that are as good as black or white.</summary>
    public double ClippedShare() => (double)(_histogram[..(BlackMost + 1)].Sum() + _histogram[WhiteLeast..].Sum()) / _luma.Length;

    /// <summary>Range without the outer twentieths, over its middle.</summary>
    public double RelativeRange()
    {
        double low = Quantile(0.05), high = Quantile(0.95);
        return high + low == 0 ? 0 : (high - low) / (high + low);
    }

    /// <summary>
    /// Deviation of the noise: the median answer of a mask to which edges, slopes and even parts are nothing. The median, because textures and
    /// corners answer too, though at few places.
    /// </summary>
    public double NoiseDeviation()
    {
        var counts = new int[(16 * Levels) + 1];
        var total = 0;
        for (var y = 1; y < _height - 1; y++)
        {
            for (int at = (y * _width) + 1, end = ((y + 1) * _width) - 1; at < end; at++)
            {
                int up = at - _width, down = at + _width;
                var answer = (4 * _luma[at]) - (2 * (_luma[at - 1] + _luma[at + 1] + _luma[up] + _luma[down]))
                    + _luma[up - 1] + _luma[up + 1] + _luma[down - 1] + _luma[down + 1];
                counts[Math.Abs(answer)]++;
                total++;
            }
        }

        int median = 0, seen = 0;
        while (median < counts.Length - 1 && (seen += counts[median]) * 2 < total) median++;
        return median / (MedianOfDeviation * NoiseMaskLength);
    }

    /// <summary>
    /// Root of the variance of the Laplacian, noise taken out, over the deviation of brightness. On pixels of two by two: that halves the noise,
    /// which would otherwise hide the edges of a grainy picture, and leaves of a blur what can be seen.
    /// </summary>
    public double EdgeStrength(double noise)
    {
        int width = _width / 2, height = _height / 2;
        var half = Halved(width, height);
        long sum = 0, squares = 0, count = 0;
        for (var y = 1; y < height - 1; y++)
        {
            for (int at = (y * width) + 1, end = ((y + 1) * width) - 1; at < end; at++)
            {
                var answer = (4 * half[at]) - half[at - 1] - half[at + 1] - half[at - width] - half[at + width];
                sum += answer;
                squares += (long)answer * answer;
                count++;
            }
        }

        // Four pixels are summed: 16 times the variance of their mean.
        var mean = (double)sum / count;
        var edges = ((((double)squares / count) - (mean * mean)) / 16) - (LaplacianOfNoise * noise * noise / 4);
        var contrast = Variance - (noise * noise);
        return contrast < 1 || edges <= 0 ? 0 : Math.Sqrt(edges / contrast);
    }

    private int[] Halved(int width, int height)
    {
        var half = new int[width * height];
        for (var y = 0; y < height; y++)
        {
            for (int x = 0, at = 2 * y * _width; x < width; x++, at += 2)
            {
                half[(y * width) + x] = _luma[at] + _luma[at + 1] + _luma[at + _width] + _luma[at + _width + 1];
            }
        }

        return half;
    }

    private int Quantile(double share)
    {
        var left = share * _luma.Length;
        var level = 0;
        while (level < Levels - 1 && (left -= _histogram[level]) > 0) level++;
        return level;
    }
}

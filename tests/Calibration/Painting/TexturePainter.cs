using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>Makes textures: a field of values 0 to 1 by kind, coloured by a palette of three colours.</summary>
internal sealed class TexturePainter
{
    private const int GrainSide = 256;
    private readonly Random _random;
    private readonly LatticeNoise _noise;
    private readonly LatticeNoise _other;
    private readonly float[] _grain = new float[GrainSide * GrainSide];

    public TexturePainter(Random random)
    {
        (_random, _noise, _other) = (random, new LatticeNoise(random), new LatticeNoise(random));
        for (var i = 0; i < _grain.Length; i++)
        {
            var (u, v) = ((float)(i % GrainSide) / GrainSide, (float)(i / GrainSide) / GrainSide);
            _grain[i] = 0.12f * (_other.Fractal(u, v, 2, 4) - 0.5f);
        }
    }

    /// <summary>Paints a texture.</summary>
    /// <param name="kind">What it looks like.</param>
    /// <param name="sideTexels">A power of two.</param>
    /// <param name="featurePx">Rough size of its details in pixels.</param>
    /// <param name="contrast">1 uses the palette's full range, 0 is one colour.</param>
    public Texture Paint(TextureKind kind, int sideTexels, double featurePx, double contrast = 1)
    {
        var texture = new Texture(sideTexels);
        var palette = Palette(contrast);
        if (kind is TextureKind.Discs or TextureKind.Tiles) PaintLeaves(texture, kind, featurePx, palette);
        else if (kind == TextureKind.Text) PaintText(texture);
        else PaintField(texture, kind, featurePx, palette);
        texture.LimitBand();
        return texture;
    }

    private void PaintField(Texture texture, TextureKind kind, double featurePx, Vector4[] palette)
    {
        var side = texture.SideTexels;
        var repeats = Math.Max(1, (int)Math.Round(side / (featurePx * Texture.TexelsPerPx)));
        var field = Field(kind, repeats);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var (u, v) = ((x + 0.5f) / side, (y + 0.5f) / side);

                // No real surface is of one colour.
                var grain = _grain[(y & (GrainSide - 1)) * GrainSide + (x & (GrainSide - 1))];
                texture.Texels[y * side + x] = Colour(palette, Math.Clamp(field(u, v) + grain, 0, 1));
            }
        }
    }

    private Func<float, float, float> Field(TextureKind kind, int repeats) => kind switch
    {
        TextureKind.Fractal => (u, v) => Stretch(_noise.Fractal(u, v, Math.Clamp(repeats / 4, 1, 16), 6)),
        TextureKind.Checks => (u, v) => 0.1f + 0.8f * (((int)(u * repeats * 2) + (int)(v * repeats * 2)) & 1),
        TextureKind.Stripes => (u, v) => 0.5f + 0.4f * MathF.Sin(2 * MathF.PI * repeats * (u + v)),
        TextureKind.Bricks => (u, v) => Brick(u * repeats, v * repeats * 2),
        TextureKind.Speckle => (u, v) => Stretch(_noise.At(u * repeats * 2, v * repeats * 2, Math.Min(64, repeats * 2))),
        TextureKind.Cells => (u, v) => Cell(u * repeats, v * repeats, repeats),
        TextureKind.Ridges => (u, v) => 1 - Math.Abs(2 * Stretch(_noise.Fractal(u, v, Math.Clamp(repeats / 2, 1, 32), 3)) - 1),
        TextureKind.Weave => (u, v) => Weave(u * repeats, v * repeats),
        TextureKind.Rings => (u, v) => 0.5f + 0.45f * MathF.Sin(2 * MathF.PI * repeats * _noise.Fractal(u, v, 3, 2)),
        TextureKind.Blobs => (u, v) => Smooth((_noise.At(u * repeats, v * repeats, Math.Min(64, repeats)) - 0.5f) * 8),
        TextureKind.Gradient => (u, v) => 0.5f + 0.22f * MathF.Sin(2 * MathF.PI * u) + 0.22f * MathF.Cos(2 * MathF.PI * v),
        _ => (_, _) => 0.5f,
    };

    private float Brick(float x, float y)
    {
        var row = (int)y;
        x += 0.5f * (row & 1);
        var column = (int)x;
        if (x - column < 0.07f || y - row < 0.14f) return 0.08f;
        return 0.35f + 0.5f * _noise.At(column * 3.7f, row * 5.3f, 61);
    }

    private float Weave(float x, float y)
    {
        var isOver = (((int)(x * 2) + (int)(y * 2)) & 1) == 0;
        var across = isOver ? y * 2 % 1 : x * 2 % 1;
        return (isOver ? 0.2f : 0.45f) + 0.5f * MathF.Sin(MathF.PI * across);
    }

    private float Cell(float x, float y, int period)
    {
        float nearest = 9, second = 9, shade = 0;
        var (column, row) = ((int)x, (int)y);
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                var (cx, cy) = ((column + dx + period) % period, (row + dy + period) % period);
                var px = column + dx + _noise.At(cx + 0.5f, cy + 0.5f, 61);
                var py = row + dy + _other.At(cx + 0.5f, cy + 0.5f, 61);
                var distance = MathF.Sqrt((x - px) * (x - px) + (y - py) * (y - py));
                if (distance < nearest) (second, nearest, shade) = (nearest, distance, _noise.At(cx * 7.3f, cy * 9.1f, 61));
                else second = Math.Min(second, distance);
            }
        }

        return second - nearest < 0.06f ? 0.05f : 0.2f + 0.75f * Stretch(shade);
    }

    /// <summary>The dead-leaves model: shapes of a power law of sizes thrown on each other.</summary>
    private void PaintLeaves(Texture texture, TextureKind kind, double featurePx, Vector4[] palette)
    {
        var side = texture.SideTexels;
        Array.Fill(texture.Texels, Colour(palette, 0.5f));
        var (least, most) = (featurePx * 0.5 * Texture.TexelsPerPx, Math.Min(side / 4.0, featurePx * 6 * Texture.TexelsPerPx));
        var count = (int)(3.0 * side * side / (least * most * 3));
        for (var i = 0; i < count; i++)
        {
            // Sizes of density r^-2 between the bounds, by the inverse of its distribution.
            var radius = 1 / (1 / least - _random.NextDouble() * (1 / least - 1 / most));
            var stretch = kind == TextureKind.Tiles ? 0.4 + 1.2 * _random.NextDouble() : 1;
            PaintLeaf(texture, kind, radius, radius * stretch, Colour(palette, (float)_random.NextDouble()));
        }
    }

    private void PaintLeaf(Texture texture, TextureKind kind, double radiusX, double radiusY, Vector4 colour)
    {
        var (side, mask) = (texture.SideTexels, texture.SideTexels - 1);
        var (cx, cy) = (_random.Next(side), _random.Next(side));
        var slope = 0.15f * (float)(_random.NextDouble() - 0.5);
        for (var dy = -(int)radiusY; dy <= (int)radiusY; dy++)
        {
            var half = kind == TextureKind.Discs ? (int)Math.Sqrt(Math.Max(0, radiusX * radiusX - dy * dy)) : (int)radiusX;
            for (var dx = -half; dx <= half; dx++)
            {
                var shade = 1 + slope * (float)(dx / radiusX);
                texture.Texels[((cy + dy) & mask) * side + ((cx + dx) & mask)] = colour with { X = colour.X * shade, Y = colour.Y * shade, Z = colour.Z * shade };
            }
        }
    }

    private void PaintText(Texture texture)
    {
        var side = texture.SideTexels;
        const int Line = 28, Mark = 14;
        for (var y = 0; y + Line <= side; y += Line)
        {
            for (var x = 0; x + Mark <= side; x += Mark)
            {
                if (_random.NextDouble() < 0.18) continue;
                for (var stroke = 0; stroke < 3; stroke++)
                {
                    var isUpright = _random.Next(2) == 0;
                    var (left, top) = (x + _random.Next(6), y + 4 + _random.Next(12));
                    var (width, height) = isUpright ? (3, 6 + _random.Next(8)) : (5 + _random.Next(5), 3);
                    for (var py = top; py < Math.Min(top + height, y + Line - 4); py++)
                    {
                        for (var px = left; px < Math.Min(left + width, x + Mark - 2); px++) texture.Texels[py * side + px] = Vector4.One;
                    }
                }
            }
        }
    }

    private Vector4[] Palette(double contrast)
    {
        var hue = _random.NextDouble();
        var dark = Hue(hue, 0.35 + 0.3 * _random.NextDouble(), 0.08 + 0.14 * _random.NextDouble());
        var middle = Hue(hue + 0.12 * (_random.NextDouble() - 0.5), 0.2 + 0.4 * _random.NextDouble(), 0.4 + 0.15 * _random.NextDouble());
        var bright = Hue(hue + 0.4 * _random.NextDouble(), 0.1 + 0.3 * _random.NextDouble(), 0.75 + 0.2 * _random.NextDouble());
        return [.. new[] { dark, middle, bright }.Select(colour => Vector4.Lerp(middle, colour, (float)contrast))];
    }

    private static Vector4 Colour(Vector4[] palette, float value) =>
        value < 0.5f ? Vector4.Lerp(palette[0], palette[1], value * 2) : Vector4.Lerp(palette[1], palette[2], value * 2 - 1);

    private static Vector4 Hue(double hue, double saturation, double value)
    {
        float Channel(double offset) => (float)(value * (1 - saturation * (0.5 + 0.5 * Math.Cos(2 * Math.PI * (hue + offset)))));
        return new Vector4(Channel(0), Channel(1 / 3.0), Channel(2 / 3.0), 1);
    }

    private static float Stretch(float value) => Math.Clamp((value - 0.5f) * 2.2f + 0.5f, 0, 1);

    private static float Smooth(float value) => 1 / (1 + MathF.Exp(-value));
}

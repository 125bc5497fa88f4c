namespace FunctionsPipeline.Simulator.Clips.Scenes;

/// <summary>Kinds of surfaces.</summary>
internal enum Pattern
{
    /// <summary>Clouds of smooth noise.</summary>
    Noise,

    /// <summary>Squares of two shades.</summary>
    Checker,

    /// <summary>Slanted stripes.</summary>
    Stripes,

    /// <summary>A wall.</summary>
    Bricks,
}

/// <summary>A surface: brightness at every point, and one colour. Smooth enough to be moved by parts of a pixel.</summary>
/// <param name="Pattern">What it shows.</param>
/// <param name="Seed">Seed of its details.</param>
/// <param name="CellPx">Size of what it shows, px.</param>
/// <param name="Luma">Mean brightness, 16 to 235.</param>
/// <param name="Contrast">Largest distance from it.</param>
/// <param name="U">Blue difference.</param>
/// <param name="V">Red difference.</param>
internal sealed record Texture(Pattern Pattern, ulong Seed, float CellPx, float Luma, float Contrast, byte U, byte V)
{
    private const float GroutShare = 0.12f;

    /// <summary>Brightness at a point, 16 to 235.</summary>
    public float At(float x, float y)
    {
        float column = x / CellPx, row = y / CellPx;
        var shape = Pattern switch
        {
            Pattern.Checker => MathF.Sin(column * MathF.PI) * MathF.Sin(row * MathF.PI) > 0 ? 0.7f : -0.7f,
            Pattern.Stripes => MathF.Sin((column + (row * 0.35f)) * 2 * MathF.PI) * 0.8f,
            Pattern.Bricks => Brick(column, row),
            _ => 0,
        };
        var grain = (Smooth(column * 1.7f, row * 1.7f) * 0.7f) + (Smooth(column * 4.3f, row * 4.3f) * 0.3f);
        var weight = Pattern == Pattern.Noise ? 1f : 0.3f;
        return Math.Clamp(Luma + (Contrast * (shape + (grain * weight))), 16, 235);
    }

    private float Brick(float column, float row)
    {
        var line = MathF.Floor(row * 2);
        var across = column + ((int)line % 2 == 0 ? 0 : 0.5f);
        var isGrout = (row * 2) - line < GroutShare * 2 || across - MathF.Floor(across) < GroutShare;
        return isGrout ? 0.8f : Lattice((int)MathF.Floor(across), (int)line) * 0.4f;
    }

    // Value noise: random values on a lattice, joined by a smooth step. Result -1 to 1.
    private float Smooth(float x, float y)
    {
        float left = MathF.Floor(x), top = MathF.Floor(y);
        int column = (int)left, row = (int)top;
        float across = Step(x - left), down = Step(y - top);
        var above = float.Lerp(Lattice(column, row), Lattice(column + 1, row), across);
        var below = float.Lerp(Lattice(column, row + 1), Lattice(column + 1, row + 1), across);
        return float.Lerp(above, below, down);
    }

    private float Lattice(int column, int row)
    {
        var hash = (Seed ^ ((ulong)(uint)column * 0x9E3779B97F4A7C15UL) ^ ((ulong)(uint)row * 0xC2B2AE3D27D4EB4FUL)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 29)) * 0x94D049BB133111EBUL;
        return ((hash >> 40) / (float)(1 << 23)) - 1;
    }

    private static float Step(float share) => share * share * (3 - (2 * share));
}

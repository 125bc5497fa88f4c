using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// How well red and blue agree with green in one part of the frame when they are moved, for all moves by whole pixels: the share of a
/// patch's detail that green explains (squared correlation), summed over patches. It is greatest where edges lie on each other, whatever
/// colours they part.
/// </summary>
internal sealed class ColourAgreement
{
    /// <summary>Side of a patch, pixels: an edge or a few, and one vector.</summary>
    public const int PatchPx = 8;

    /// <summary>Greatest move to each side, pixels.</summary>
    public const int ReachPx = 7;

    /// <summary>Moves in a row.</summary>
    private const int Side = 2 * ReachPx + 1;

    /// <summary>Detail that noise and compression make, levels squared: less than it says nothing.</summary>
    private const float NoisePower = 9 * PatchPx * PatchPx;

    private readonly double[][] _sums = [new double[Side * Side], new double[Side * Side]];

    /// <summary>Patches with detail.</summary>
    public int Patches { get; private set; }

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        foreach (var sums in _sums) Array.Clear(sums);
        Patches = 0;
    }

    /// <summary>Adds another part of the frame.</summary>
    public void Add(ColourAgreement other)
    {
        for (var colour = 0; colour < _sums.Length; colour++)
        {
            for (var i = 0; i < Side * Side; i++) _sums[colour][i] += other._sums[colour][i];
        }

        Patches += other.Patches;
    }

    /// <summary>Adds the patch whose top left pixel is at (left, top), at least <paramref name="reach"/> pixels from all borders.</summary>
    public void Add(ColourDetail detail, int left, int top, int reach)
    {
        Span<Vector256<float>> green = stackalloc Vector256<float>[PatchPx];
        var power = Vector256<float>.Zero;
        for (var y = 0; y < PatchPx; y++)
        {
            green[y] = Vector256.Create(detail.Green.AsSpan((top + y) * detail.WidthPx + left, PatchPx));
            power += green[y] * green[y];
        }

        var greenPower = Vector256.Sum(power);
        if (greenPower < NoisePower) return;
        Patches++;
        var at = top * detail.WidthPx + left;
        Add(green, greenPower, detail.Red, (at, detail.WidthPx, reach), _sums[0]);
        Add(green, greenPower, detail.Blue, (at, detail.WidthPx, reach), _sums[1]);
    }

    private static void Add(
        ReadOnlySpan<Vector256<float>> green, float greenPower, float[] colour, (int At, int Width, int Reach) place, double[] sums)
    {
        for (var moveY = -place.Reach; moveY <= place.Reach; moveY++)
        {
            for (var moveX = -place.Reach; moveX <= place.Reach; moveX++)
            {
                var (product, power) = (Vector256<float>.Zero, Vector256<float>.Zero);
                var from = place.At + moveY * place.Width + moveX;
                for (var y = 0; y < PatchPx; y++)
                {
                    var moved = Vector256.Create(colour.AsSpan(from + y * place.Width, PatchPx));
                    product += green[y] * moved;
                    power += moved * moved;
                }

                var common = Vector256.Sum(product);
                sums[(moveY + ReachPx) * Side + moveX + ReachPx] += common * common / ((greenPower + NoisePower) * (Vector256.Sum(power) + NoisePower));
            }
        }
    }

    /// <summary>The agreement of a colour moved by whole pixels; moves out of reach are held at the reach.</summary>
    public double At(int colour, int x, int y, int reach) =>
        _sums[colour][(Math.Clamp(y, -reach, reach) + ReachPx) * Side + Math.Clamp(x, -reach, reach) + ReachPx];

    /// <summary>The agreement of a colour between whole pixels: parabolas through the nearest three of each direction.</summary>
    public double At(int colour, double x, double y, int reach)
    {
        var (nearX, nearY) = ((int)Math.Round(Math.Clamp(x, 1 - reach, reach - 1)), (int)Math.Round(Math.Clamp(y, 1 - reach, reach - 1)));
        var (restX, restY) = (Math.Clamp(x - nearX, -1, 1), Math.Clamp(y - nearY, -1, 1));
        ReadOnlySpan<double> shares = [restY * (restY - 1) / 2, 1 - restY * restY, restY * (restY + 1) / 2];
        var sum = 0.0;
        for (var row = 0; row < 3; row++)
        {
            var (before, at, behind) = (At(colour, nearX - 1, nearY + row - 1, reach), At(colour, nearX, nearY + row - 1, reach), At(colour, nearX + 1, nearY + row - 1, reach));
            sum += shares[row] * (at + restX * (behind - before) / 2 + restX * restX * (behind + before - 2 * at) / 2);
        }

        return sum;
    }
}

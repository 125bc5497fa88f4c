using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// How well two planes agree with a third one in one part of the frame when they are moved, for all moves by whole pixels: the share of a
/// patch's detail that one explains of the other (squared correlation), summed over patches. It is greatest where edges lie on each other,
/// whatever colours they part.
/// </summary>
/// <param name="fixedPlane">The plane that stays.</param>
/// <param name="movedPlanes">The planes that are moved, two.</param>
internal sealed class ColourAgreement(ColourPlane fixedPlane, ColourPlane[] movedPlanes)
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

    /// <summary>Adds the patch whose top left pixel is at (left, top), at least <paramref name="reach"/> pixels from all borders.</summary>
    public void Add(ColourDetail detail, int left, int top, int reach)
    {
        var at = top * detail.WidthPx + left;
        var stays = detail.Plane(fixedPlane);
        if (Power(stays, at, detail.WidthPx) < NoisePower) return;
        Patches++;
        for (var colour = 0; colour < movedPlanes.Length; colour++)
        {
            // Both ways round, so that planes which are alike agree as well one way as the other, wherever their edges are in the patch.
            var moves = detail.Plane(movedPlanes[colour]);
            AddMoves(stays, moves, (at, detail.WidthPx, reach), 1, _sums[colour]);
            AddMoves(moves, stays, (at, detail.WidthPx, reach), -1, _sums[colour]);
        }
    }

    /// <summary>Adds what another part says.</summary>
    public void Add(ColourAgreement other)
    {
        for (var colour = 0; colour < _sums.Length; colour++) Add(other._sums[colour], _sums[colour]);
        Patches += other.Patches;
    }

    private static float Power(float[] plane, int at, int width)
    {
        var power = Vector256<float>.Zero;
        for (var y = 0; y < PatchPx; y++)
        {
            var row = Vector256.Create(plane.AsSpan(at + y * width, PatchPx));
            power += row * row;
        }

        return Vector256.Sum(power);
    }

    private static void AddMoves(float[] stays, float[] moves, (int At, int Width, int Reach) place, int direction, double[] sums)
    {
        Span<Vector256<float>> patch = stackalloc Vector256<float>[PatchPx];
        for (var y = 0; y < PatchPx; y++) patch[y] = Vector256.Create(stays.AsSpan(place.At + y * place.Width, PatchPx));
        var patchPower = Power(stays, place.At, place.Width);
        if (patchPower < NoisePower) return;
        for (var moveY = -place.Reach; moveY <= place.Reach; moveY++)
        {
            for (var moveX = -place.Reach; moveX <= place.Reach; moveX++)
            {
                var (product, power) = (Vector256<float>.Zero, Vector256<float>.Zero);
                var from = moves.AsSpan(place.At + moveY * place.Width + moveX);
                for (var y = 0; y < PatchPx; y++)
                {
                    var moved = Vector256.Create(from.Slice(y * place.Width, PatchPx));
                    product += patch[y] * moved;
                    power += moved * moved;
                }

                var common = Vector256.Sum(product);
                sums[(direction * moveY + ReachPx) * Side + direction * moveX + ReachPx] +=
                    common * common / ((patchPower + NoisePower) * (Vector256.Sum(power) + NoisePower));
            }
        }
    }

    /// <summary>Adds the agreement of a colour under all moves within reach, each further by (fromX, fromY); moves out of reach are held at the reach.</summary>
    /// <param name="sums">A sum for each move, row by row from (-reach, -reach).</param>
    public void AddTo(Span<double> sums, int colour, int fromX, int fromY, int reach)
    {
        var width = 2 * reach + 1;

        // From a whole width on every move is out of reach.
        fromX = Math.Clamp(fromX, -width, width);
        var (first, end) = (Math.Clamp(-fromX, 0, width), Math.Clamp(width - fromX, 0, width));
        for (var y = -reach; y <= reach; y++)
        {
            var row = _sums[colour].AsSpan((Math.Clamp(y + fromY, -reach, reach) + ReachPx) * Side + ReachPx - reach, width);
            var to = sums.Slice((y + reach) * width, width);
            for (var x = 0; x < first; x++) to[x] += row[0];
            for (var x = end; x < width; x++) to[x] += row[^1];
            Add(row.Slice(first + fromX, end - first), to[first..]);
        }
    }

    private static void Add(ReadOnlySpan<double> values, Span<double> to)
    {
        var x = 0;
        for (; x <= values.Length - Vector256<double>.Count; x += Vector256<double>.Count)
        {
            (Vector256.Create<double>(to[x..]) + Vector256.Create(values[x..])).CopyTo(to[x..]);
        }

        for (; x < values.Length; x++) to[x] += values[x];
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

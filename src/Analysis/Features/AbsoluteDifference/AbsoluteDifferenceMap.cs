using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Absolute difference of both planes at every pixel.</summary>
internal readonly unsafe struct AbsoluteDifferenceMap : IRowMapOperator
{
    public static int Scale => 1;

    public static int MarginPx => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Map(PixelPlace at) => (byte)Math.Abs(*at.One - *at.Other);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Map128(PixelPlace at)
    {
        var (one, other) = (Vector128.Load(at.One), Vector128.Load(at.Other));
        return Vector128.Max(one, other) - Vector128.Min(one, other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> Map256(PixelPlace at)
    {
        var (one, other) = (Vector256.Load(at.One), Vector256.Load(at.Other));
        return Vector256.Max(one, other) - Vector256.Min(one, other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<byte> Map512(PixelPlace at)
    {
        var (one, other) = (Vector512.Load(at.One), Vector512.Load(at.Other));
        return Vector512.Max(one, other) - Vector512.Min(one, other);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// The few steps that processors have an instruction for and the portable vectors have no name for. Each has a portable twin with the
/// same result, for processors without the instruction.
/// </summary>
internal static class PixelLanes
{
    /// <summary>Keeps the lower byte of a 16-bit lane.</summary>
    private const ushort LowerByte = 0xFF;

    /// <summary>Every second pixel from the first on, in 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Even(Vector128<byte> pixels) => (pixels.AsUInt16() & Vector128.Create(LowerByte)).AsInt16();

    /// <summary>Every second pixel from the second on, in 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Odd(Vector128<byte> pixels) => (pixels.AsUInt16() >>> 8).AsInt16();

    /// <inheritdoc cref="Even(Vector128{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Even(Vector256<byte> pixels) => (pixels.AsUInt16() & Vector256.Create(LowerByte)).AsInt16();

    /// <inheritdoc cref="Odd(Vector128{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Odd(Vector256<byte> pixels) => (pixels.AsUInt16() >>> 8).AsInt16();

    /// <inheritdoc cref="Even(Vector128{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Even(Vector512<byte> pixels) => (pixels.AsUInt16() & Vector512.Create(LowerByte)).AsInt16();

    /// <inheritdoc cref="Odd(Vector128{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Odd(Vector512<byte> pixels) => (pixels.AsUInt16() >>> 8).AsInt16();

    /// <summary>Products of 16-bit lanes, neighbours added: lane i holds one[2i] x other[2i] + one[2i + 1] x other[2i + 1].</summary>
    /// <remarks>Exact unless all four are -32,768, which no kernel comes near.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> PairProducts(Vector128<short> one, Vector128<short> other) =>
        Sse2.IsSupported ? Sse2.MultiplyAddAdjacent(one, other) : PairProductsAnywhere(one, other);

    /// <summary>The portable twin of <see cref="PairProducts(Vector128{short}, Vector128{short})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> PairProductsAnywhere(Vector128<short> one, Vector128<short> other)
    {
        var (oneHigh, otherHigh) = (one.AsInt32() >> 16, other.AsInt32() >> 16);
        var (oneLow, otherLow) = ((one.AsInt32() << 16) >> 16, (other.AsInt32() << 16) >> 16);
        return oneLow * otherLow + oneHigh * otherHigh;
    }

    /// <inheritdoc cref="PairProducts(Vector128{short}, Vector128{short})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> PairProducts(Vector256<short> one, Vector256<short> other) => Avx2.IsSupported
        ? Avx2.MultiplyAddAdjacent(one, other)
        : Vector256.Create(PairProducts(one.GetLower(), other.GetLower()), PairProducts(one.GetUpper(), other.GetUpper()));

    /// <inheritdoc cref="PairProducts(Vector128{short}, Vector128{short})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> PairProducts(Vector512<short> one, Vector512<short> other) => Avx512BW.IsSupported
        ? Avx512BW.MultiplyAddAdjacent(one, other)
        : Vector512.Create(PairProducts(one.GetLower(), other.GetLower()), PairProducts(one.GetUpper(), other.GetUpper()));

    /// <summary>
    /// Absolute differences, added up within groups of pixels. Which lane gets which group differs; the sum over all lanes does not.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AbsoluteDifferences(Vector128<byte> one, Vector128<byte> other) =>
        Sse2.IsSupported ? Sse2.SumAbsoluteDifferences(one, other).AsInt32() : AbsoluteDifferencesAnywhere(one, other);

    /// <summary>The portable twin of <see cref="AbsoluteDifferences(Vector128{byte}, Vector128{byte})"/>; its groups are other ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AbsoluteDifferencesAnywhere(Vector128<byte> one, Vector128<byte> other)
    {
        var difference = Vector128.Max(one, other) - Vector128.Min(one, other);
        var pairs = (difference.AsUInt16() & Vector128.Create(LowerByte)) + (difference.AsUInt16() >>> 8);
        return PairProductsAnywhere(pairs.AsInt16(), Vector128<short>.One);
    }

    /// <inheritdoc cref="AbsoluteDifferences(Vector128{byte}, Vector128{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AbsoluteDifferences(Vector256<byte> one, Vector256<byte> other) => Avx2.IsSupported
        ? Avx2.SumAbsoluteDifferences(one, other).AsInt32()
        : Vector256.Create(AbsoluteDifferences(one.GetLower(), other.GetLower()), AbsoluteDifferences(one.GetUpper(), other.GetUpper()));

    /// <inheritdoc cref="AbsoluteDifferences(Vector128{byte}, Vector128{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AbsoluteDifferences(Vector512<byte> one, Vector512<byte> other) => Avx512BW.IsSupported
        ? Avx512BW.SumAbsoluteDifferences(one, other).AsInt32()
        : Vector512.Create(AbsoluteDifferences(one.GetLower(), other.GetLower()), AbsoluteDifferences(one.GetUpper(), other.GetUpper()));
}

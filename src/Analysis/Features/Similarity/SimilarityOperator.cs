using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Structural similarity of windows, with squared error and absolute differences on the way. Sums over pixels: A is the squared error
/// (a^2 + b^2 - 2ab), B the absolute differences. Of a block: A packs both sums of pixels, B sums a^2 + b^2, C sums ab.
/// </summary>
/// <remarks>
/// The formula of Wang, Bovik, Sheikh and Simoncelli (2004) over plain 8 x 8 windows, with the integer constants and the single precision
/// of ffmpeg's <c>ssim</c> filter. A window's value is cut to 24 binary digits, so that sums are integers; from 0.5 on the cut loses nothing.
/// </remarks>
internal readonly unsafe struct SimilarityOperator : IWindowReduceOperator
{
    /// <summary>What a window of two equal pictures adds: 2^24, the digits of single precision.</summary>
    public const int ValueOfOne = 1 << 24;

    /// <summary>A window has 2^6 pixels.</summary>
    private const int PixelsLog2 = 6;

    /// <summary>(0.01 x 255)^2 x 64, rounded: for sums over 64 pixels instead of means.</summary>
    private const int C1 = 416;

    /// <summary>(0.03 x 255)^2 x 64 x 63, rounded.</summary>
    private const int C2 = 235963;

    /// <summary>Both sums of pixels share a lane: 64 pixels of 255 stay below 2^15.</summary>
    private const int PackedBits = 16;

    private const int LowerHalf = 0xFFFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockSums Block(PixelPlace at, ref PixelSums sums)
    {
        var (sumOne, sumOther, squares, products, differences) = (0, 0, 0, 0, 0);
        for (var row = 0; row < WindowReduce.BlockPx; row++)
        {
            for (var x = 0; x < WindowReduce.BlockPx; x++)
            {
                int one = at.OneBelow(row)[x];
                int other = at.OtherBelow(row)[x];
                sumOne += one;
                sumOther += other;
                squares += one * one + other * other;
                products += one * other;
                differences += Math.Abs(one - other);
            }
        }

        sums.A += squares - 2 * products;
        sums.B += differences;
        return new BlockSums(sumOne | (sumOther << PackedBits), squares, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockLanes128 Block(PixelPlace at, ref LaneSums128 sums)
    {
        var (pixelsOne, pixelsOther) = (Vector128<short>.Zero, Vector128<short>.Zero);
        var (squares, products) = (Vector128<int>.Zero, Vector128<int>.Zero);
        for (var row = 0; row < WindowReduce.BlockPx; row++)
        {
            var (one, other) = (Vector128.Load(at.OneBelow(row)), Vector128.Load(at.OtherBelow(row)));
            var (oneEven, oneOdd) = (PixelLanes.Even(one), PixelLanes.Odd(one));
            var (otherEven, otherOdd) = (PixelLanes.Even(other), PixelLanes.Odd(other));
            pixelsOne += oneEven + oneOdd;
            pixelsOther += otherEven + otherOdd;
            // The pairs of even and of odd lanes are the two halves of the same four pixels: a lane of 32 bits is a block's row.
            squares += PixelLanes.PairProducts(oneEven, oneEven) + PixelLanes.PairProducts(oneOdd, oneOdd)
                + PixelLanes.PairProducts(otherEven, otherEven) + PixelLanes.PairProducts(otherOdd, otherOdd);
            products += PixelLanes.PairProducts(oneEven, otherEven) + PixelLanes.PairProducts(oneOdd, otherOdd);
            sums.B += PixelLanes.AbsoluteDifferences(one, other);
        }

        sums.A += squares - (products << 1);
        var sumsOne = PixelLanes.PairProducts(pixelsOne, Vector128<short>.One);
        var sumsOther = PixelLanes.PairProducts(pixelsOther, Vector128<short>.One);
        return new BlockLanes128(sumsOne | (sumsOther << PackedBits), squares, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockLanes256 Block(PixelPlace at, ref LaneSums256 sums)
    {
        var (pixelsOne, pixelsOther) = (Vector256<short>.Zero, Vector256<short>.Zero);
        var (squares, products) = (Vector256<int>.Zero, Vector256<int>.Zero);
        for (var row = 0; row < WindowReduce.BlockPx; row++)
        {
            var (one, other) = (Vector256.Load(at.OneBelow(row)), Vector256.Load(at.OtherBelow(row)));
            var (oneEven, oneOdd) = (PixelLanes.Even(one), PixelLanes.Odd(one));
            var (otherEven, otherOdd) = (PixelLanes.Even(other), PixelLanes.Odd(other));
            pixelsOne += oneEven + oneOdd;
            pixelsOther += otherEven + otherOdd;
            // The pairs of even and of odd lanes are the two halves of the same four pixels: a lane of 32 bits is a block's row.
            squares += PixelLanes.PairProducts(oneEven, oneEven) + PixelLanes.PairProducts(oneOdd, oneOdd)
                + PixelLanes.PairProducts(otherEven, otherEven) + PixelLanes.PairProducts(otherOdd, otherOdd);
            products += PixelLanes.PairProducts(oneEven, otherEven) + PixelLanes.PairProducts(oneOdd, otherOdd);
            sums.B += PixelLanes.AbsoluteDifferences(one, other);
        }

        sums.A += squares - (products << 1);
        var sumsOne = PixelLanes.PairProducts(pixelsOne, Vector256<short>.One);
        var sumsOther = PixelLanes.PairProducts(pixelsOther, Vector256<short>.One);
        return new BlockLanes256(sumsOne | (sumsOther << PackedBits), squares, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockLanes512 Block(PixelPlace at, ref LaneSums512 sums)
    {
        var (pixelsOne, pixelsOther) = (Vector512<short>.Zero, Vector512<short>.Zero);
        var (squares, products) = (Vector512<int>.Zero, Vector512<int>.Zero);
        for (var row = 0; row < WindowReduce.BlockPx; row++)
        {
            var (one, other) = (Vector512.Load(at.OneBelow(row)), Vector512.Load(at.OtherBelow(row)));
            var (oneEven, oneOdd) = (PixelLanes.Even(one), PixelLanes.Odd(one));
            var (otherEven, otherOdd) = (PixelLanes.Even(other), PixelLanes.Odd(other));
            pixelsOne += oneEven + oneOdd;
            pixelsOther += otherEven + otherOdd;
            // The pairs of even and of odd lanes are the two halves of the same four pixels: a lane of 32 bits is a block's row.
            squares += PixelLanes.PairProducts(oneEven, oneEven) + PixelLanes.PairProducts(oneOdd, oneOdd)
                + PixelLanes.PairProducts(otherEven, otherEven) + PixelLanes.PairProducts(otherOdd, otherOdd);
            products += PixelLanes.PairProducts(oneEven, otherEven) + PixelLanes.PairProducts(oneOdd, otherOdd);
            sums.B += PixelLanes.AbsoluteDifferences(one, other);
        }

        sums.A += squares - (products << 1);
        var sumsOne = PixelLanes.PairProducts(pixelsOne, Vector512<short>.One);
        var sumsOther = PixelLanes.PairProducts(pixelsOther, Vector512<short>.One);
        return new BlockLanes512(sumsOne | (sumsOther << PackedBits), squares, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Window(BlockSums sums) => Value(sums.A & LowerHalf, sums.A >>> PackedBits, sums.B, sums.C);

    /// <summary>A window's value, in 2^-24, of its sums: the pixels of each plane, a^2 + b^2, ab. Plain values, so that devices share it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Value(int sumOne, int sumOther, int squares, int products)
    {
        var together = 2 * sumOne * sumOther;
        var apart = sumOne * sumOne + sumOther * sumOther;
        var variances = (squares << PixelsLog2) - apart;
        var covariance = (products << (PixelsLog2 + 1)) - together;
        var numerator = (float)(together + C1) * (float)(covariance + C2);
        var denominator = (float)(apart + C1) * (float)(variances + C2);
        return (int)(numerator / denominator * ValueOfOne);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<int> Window(BlockLanes128 sums)
    {
        // The upper half of one factor is zero, so a pair product is a product.
        var sumsOne = (sums.A & Vector128.Create(LowerHalf)).AsInt16();
        var together = PixelLanes.PairProducts(sumsOne, (sums.A >>> PackedBits).AsInt16()) << 1;
        var apart = PixelLanes.PairProducts(sums.A.AsInt16(), sums.A.AsInt16());
        var variances = (sums.B << PixelsLog2) - apart;
        var covariance = (sums.C << (PixelsLog2 + 1)) - together;
        var (c1, c2) = (Vector128.Create(C1), Vector128.Create(C2));
        var numerator = Vector128.ConvertToSingle(together + c1) * Vector128.ConvertToSingle(covariance + c2);
        var denominator = Vector128.ConvertToSingle(apart + c1) * Vector128.ConvertToSingle(variances + c2);
        return Vector128.ConvertToInt32Native(numerator / denominator * Vector128.Create((float)ValueOfOne));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> Window(BlockLanes256 sums)
    {
        // The upper half of one factor is zero, so a pair product is a product.
        var sumsOne = (sums.A & Vector256.Create(LowerHalf)).AsInt16();
        var together = PixelLanes.PairProducts(sumsOne, (sums.A >>> PackedBits).AsInt16()) << 1;
        var apart = PixelLanes.PairProducts(sums.A.AsInt16(), sums.A.AsInt16());
        var variances = (sums.B << PixelsLog2) - apart;
        var covariance = (sums.C << (PixelsLog2 + 1)) - together;
        var (c1, c2) = (Vector256.Create(C1), Vector256.Create(C2));
        var numerator = Vector256.ConvertToSingle(together + c1) * Vector256.ConvertToSingle(covariance + c2);
        var denominator = Vector256.ConvertToSingle(apart + c1) * Vector256.ConvertToSingle(variances + c2);
        return Vector256.ConvertToInt32Native(numerator / denominator * Vector256.Create((float)ValueOfOne));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Window(BlockLanes512 sums)
    {
        // The upper half of one factor is zero, so a pair product is a product.
        var sumsOne = (sums.A & Vector512.Create(LowerHalf)).AsInt16();
        var together = PixelLanes.PairProducts(sumsOne, (sums.A >>> PackedBits).AsInt16()) << 1;
        var apart = PixelLanes.PairProducts(sums.A.AsInt16(), sums.A.AsInt16());
        var variances = (sums.B << PixelsLog2) - apart;
        var covariance = (sums.C << (PixelsLog2 + 1)) - together;
        var (c1, c2) = (Vector512.Create(C1), Vector512.Create(C2));
        var numerator = Vector512.ConvertToSingle(together + c1) * Vector512.ConvertToSingle(covariance + c2);
        var denominator = Vector512.ConvertToSingle(apart + c1) * Vector512.ConvertToSingle(variances + c2);
        return Vector512.ConvertToInt32Native(numerator / denominator * Vector512.Create((float)ValueOfOne));
    }
}

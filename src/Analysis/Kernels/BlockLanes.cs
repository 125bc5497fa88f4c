using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Three sums over a block of 4 x 4 pixels. What each one means is the operator's business; blocks add up to windows.</summary>
internal readonly record struct BlockSums(int A, int B, int C) : IAdditionOperators<BlockSums, BlockSums, BlockSums>
{
    public static BlockSums operator +(BlockSums left, BlockSums right) => new(left.A + right.A, left.B + right.B, left.C + right.C);
}

/// <summary>The sums of 4 neighbouring blocks, a lane each.</summary>
internal readonly record struct BlockLanes128(Vector128<int> A, Vector128<int> B, Vector128<int> C);

/// <summary>The sums of 8 neighbouring blocks, a lane each.</summary>
internal readonly record struct BlockLanes256(Vector256<int> A, Vector256<int> B, Vector256<int> C);

/// <summary>The sums of 16 neighbouring blocks, a lane each.</summary>
internal readonly record struct BlockLanes512(Vector512<int> A, Vector512<int> B, Vector512<int> C);

/// <summary>A row of blocks in memory: three rows of sums, one behind the other.</summary>
internal readonly unsafe struct BlockRow(int* start, int blocks)
{
    /// <summary>Sums in a row of blocks.</summary>
    public const int SumsPerBlock = 3;

    private int* A => start;

    private int* B => start + blocks;

    private int* C => start + 2 * (nint)blocks;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockSums Load(int block) => new(A[block], B[block], C[block]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int block, BlockSums sums) => (A[block], B[block], C[block]) = (sums.A, sums.B, sums.C);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockLanes128 Load128(int block) => new(Vector128.Load(A + block), Vector128.Load(B + block), Vector128.Load(C + block));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int block, in BlockLanes128 sums)
    {
        sums.A.Store(A + block);
        sums.B.Store(B + block);
        sums.C.Store(C + block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockLanes256 Load256(int block) => new(Vector256.Load(A + block), Vector256.Load(B + block), Vector256.Load(C + block));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int block, in BlockLanes256 sums)
    {
        sums.A.Store(A + block);
        sums.B.Store(B + block);
        sums.C.Store(C + block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockLanes512 Load512(int block) => new(Vector512.Load(A + block), Vector512.Load(B + block), Vector512.Load(C + block));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int block, in BlockLanes512 sums)
    {
        sums.A.Store(A + block);
        sums.B.Store(B + block);
        sums.C.Store(C + block);
    }
}

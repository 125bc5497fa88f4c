using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// A plane of single-precision numbers with a frame of repeated border pixels around it, so that patches may hang over the border
/// without a test for each pixel.
/// </summary>
internal sealed class FlowPlane
{
    /// <summary>
    /// Pixels repeated on each side: a patch of 8 that has left the picture by 7 still reads inside, and so do its right and lower neighbours.
    /// </summary>
    public const int PadPx = 16;

    private readonly float[] _values;

    public FlowPlane(int widthPx, int heightPx)
    {
        (WidthPx, HeightPx) = (widthPx, heightPx);
        Stride = widthPx + 2 * PadPx;
        _values = new float[checked(Stride * (heightPx + 2 * PadPx))];
    }

    public int WidthPx { get; }

    public int HeightPx { get; }

    /// <summary>Numbers from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The top left pixel. Rows and columns from -<see cref="PadPx"/> to the size + <see cref="PadPx"/> - 1 may be read.</summary>
    public ref float Origin => ref _values[PadPx * Stride + PadPx];

    /// <summary>A row without its frame.</summary>
    public Span<float> Row(int y) => _values.AsSpan((y + PadPx) * Stride + PadPx, WidthPx);

    /// <summary>Takes 8-bit pixels over.</summary>
    public void Load(ReadOnlySpan<byte> pixels)
    {
        for (var y = 0; y < HeightPx; y++) Widen(pixels.Slice(y * WidthPx, WidthPx), Row(y));
        Frame();
    }

    /// <summary>Becomes the half of another plane: means of 2 x 2, an odd last row or column is left out.</summary>
    public void LoadHalf(FlowPlane source)
    {
        for (var y = 0; y < HeightPx; y++)
        {
            var above = source.Row(Math.Min(2 * y, source.HeightPx - 1));
            var below = source.Row(Math.Min(2 * y + 1, source.HeightPx - 1));
            Halve(above, below, Row(y));
        }

        Frame();
    }

    /// <summary>Repeats the border pixels in the frame.</summary>
    public void Frame()
    {
        for (var y = 0; y < HeightPx; y++)
        {
            var row = _values.AsSpan((y + PadPx) * Stride, Stride);
            row[..PadPx].Fill(row[PadPx]);
            row[^PadPx..].Fill(row[^(PadPx + 1)]);
        }

        var first = _values.AsSpan(PadPx * Stride, Stride);
        var last = _values.AsSpan((PadPx + HeightPx - 1) * Stride, Stride);
        for (var y = 0; y < PadPx; y++)
        {
            first.CopyTo(_values.AsSpan(y * Stride, Stride));
            last.CopyTo(_values.AsSpan((PadPx + HeightPx + y) * Stride, Stride));
        }
    }

    private static void Widen(ReadOnlySpan<byte> pixels, Span<float> row)
    {
        var x = 0;
        ref var from = ref MemoryMarshal.GetReference(pixels);
        ref var to = ref MemoryMarshal.GetReference(row);
        for (; x <= pixels.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.LoadUnsafe(ref from, (nuint)x).ToVector256Unsafe()));
            Vector256.ConvertToSingle(low.AsInt32()).StoreUnsafe(ref to, (nuint)x);
            Vector256.ConvertToSingle(high.AsInt32()).StoreUnsafe(ref to, (nuint)(x + Vector256<float>.Count));
        }

        for (; x < pixels.Length; x++) row[x] = pixels[x];
    }

    private static void Halve(ReadOnlySpan<float> above, ReadOnlySpan<float> below, Span<float> row)
    {
        var x = 0;
        ref var one = ref MemoryMarshal.GetReference(above);
        ref var two = ref MemoryMarshal.GetReference(below);
        ref var to = ref MemoryMarshal.GetReference(row);
        for (; x <= row.Length - Vector256<float>.Count && 2 * x + 16 <= above.Length; x += Vector256<float>.Count)
        {
            var left = Vector256.LoadUnsafe(ref one, (nuint)(2 * x)) + Vector256.LoadUnsafe(ref two, (nuint)(2 * x));
            var right = Vector256.LoadUnsafe(ref one, (nuint)(2 * x + 8)) + Vector256.LoadUnsafe(ref two, (nuint)(2 * x + 8));
            // Whole numbers and quarters of them: the order of additions changes nothing.
            var even = Vector256.Create(Even(left), Even(right));
            var odd = Vector256.Create(Odd(left), Odd(right));
            ((even + odd) * 0.25f).StoreUnsafe(ref to, (nuint)x);
        }

        for (; x < row.Length; x++)
        {
            var right = Math.Min(2 * x + 1, above.Length - 1);
            row[x] = (above[2 * x] + below[2 * x] + (above[right] + below[right])) * 0.25f;
        }
    }

    private static Vector128<float> Even(Vector256<float> pairs) =>
        Vector256.Shuffle(pairs, Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6)).GetLower();

    private static Vector128<float> Odd(Vector256<float> pairs) =>
        Vector256.Shuffle(pairs, Vector256.Create(1, 3, 5, 7, 1, 3, 5, 7)).GetLower();
}

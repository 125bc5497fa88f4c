using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>Grey dilation: each value becomes the greatest around it. Of an inverted plane it gives the least values, inverted.</summary>
internal static class Dilation
{
    /// <summary>Gives each place of a plane the greatest value in the square around it.</summary>
    /// <param name="from">The plane, row by row.</param>
    /// <param name="columns">Values in a row.</param>
    /// <param name="reach">How far the square goes to each side; at the plane's border it is cut off.</param>
    /// <param name="across">Room for the plane in between.</param>
    /// <param name="to">The greatest values; not the same memory.</param>
    public static void Fill(ReadOnlySpan<byte> from, int columns, int reach, Span<byte> across, Span<byte> to)
    {
        from.CopyTo(across);
        for (var start = 0; start < from.Length; start += columns)
        {
            var row = from.Slice(start, columns);
            var raised = across.Slice(start, columns);
            for (var shift = 1; shift <= reach && shift < columns; shift++)
            {
                Raise(raised[shift..], row[..^shift]);
                Raise(raised[..^shift], row[shift..]);
            }
        }

        across.CopyTo(to);
        for (var shift = columns; shift <= reach * columns && shift < from.Length; shift += columns)
        {
            Raise(to[shift..], across[..^shift]);
            Raise(to[..^shift], across[shift..]);
        }
    }

    /// <summary>Raises each value of a row to that of another one, which may be shorter.</summary>
    public static void Raise(Span<byte> row, ReadOnlySpan<byte> other)
    {
        var x = 0;
        for (; x <= other.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Max(new Vector<byte>(row[x..]), new Vector<byte>(other[x..])).CopyTo(row[x..]);
        }

        for (; x < other.Length; x++) row[x] = Math.Max(row[x], other[x]);
    }

    /// <summary>Raises values to those of a row, and other values to those of the same row inverted.</summary>
    public static void RaiseBoth(Span<byte> values, Span<byte> inverted, ReadOnlySpan<byte> row)
    {
        var x = 0;
        for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var here = new Vector<byte>(row[x..]);
            Vector.Max(new Vector<byte>(values[x..]), here).CopyTo(values[x..]);
            Vector.Max(new Vector<byte>(inverted[x..]), ~here).CopyTo(inverted[x..]);
        }

        for (; x < row.Length; x++) (values[x], inverted[x]) = (Math.Max(values[x], row[x]), Math.Max(inverted[x], (byte)~row[x]));
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>How often each value occurs in a plane.</summary>
public static class Histogram
{
    /// <summary>Values of a byte.</summary>
    public const int Values = 256;

    /// <summary>Tables that are filled side by side: equal neighbours then do not wait for each other's count.</summary>
    private const int Tables = 4;

    /// <summary>Counts all pixels of a plane.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="counts">Gets <see cref="Values"/> counts; what it held before is lost.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for all counts.</exception>
    /// <remarks>No width has an instruction that counts, so there is one way only and nothing to choose.</remarks>
    public static void Count(PlaneView plane, Span<long> counts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Length, Values);
        Span<long> tables = stackalloc long[Tables * Values];
        tables.Clear();
        for (var y = 0; y < plane.HeightPx; y++) CountRow(plane.Row(y), tables);
        for (var value = 0; value < Values; value++)
        {
            counts[value] = tables[value] + tables[Values + value] + tables[2 * Values + value] + tables[3 * Values + value];
        }
    }

    private static void CountRow(ReadOnlySpan<byte> row, Span<long> tables)
    {
        var x = 0;
        for (; x <= row.Length - Tables; x += Tables)
        {
            tables[row[x]]++;
            tables[Values + row[x + 1]]++;
            tables[2 * Values + row[x + 2]]++;
            tables[3 * Values + row[x + 3]]++;
        }

        for (; x < row.Length; x++) tables[row[x]]++;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace FunctionsPipeline.Media;

/// <summary>Widths of a font's letters, so that a text can be made to fit before it is drawn. Safe for several threads.</summary>
/// <remarks>Reads the tables <c>head</c>, <c>hhea</c>, <c>hmtx</c>, <c>cmap</c> (format 4) and <c>name</c> of a TrueType file. Kerning is left out: it only narrows.</remarks>
public sealed class FontMetrics
{
    private const int FileBytesMax = 32 << 20;
    private const int TablesMax = 64;

    private readonly Dictionary<int, double> _widths;
    private readonly double _other;

    private FontMetrics(Dictionary<int, double> widths, double other, double lineHeight) => (_widths, _other, LineHeight) = (widths, other, lineHeight);

    /// <summary>Height of a line, in sizes of the font: what libass takes for the size.</summary>
    public double LineHeight { get; }

    /// <summary>Width of a text in one line, in sizes of the font (1 is the size); a letter that the font lacks counts as wide as its widest common one.</summary>
    public double WidthOf(string text) => text.EnumerateRunes().Sum(rune => _widths.GetValueOrDefault(rune.Value, _other));

    /// <summary>Reads a file.</summary>
    /// <returns>Null when it is no TrueType font that this understands.</returns>
    internal static (string Family, FontMetrics Metrics)? TryRead(string path)
    {
        try
        {
            if (new FileInfo(path).Length > FileBytesMax) return null;
            return Read(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            // Cut off, or not a font: the next one is looked at.
            return null;
        }
    }

    private static (string Family, FontMetrics Metrics)? Read(byte[] file)
    {
        if (Number32(file, 0) != 0x00010000) return null;
        var tables = TablesOf(file);
        if (!new[] { "head", "hhea", "hmtx", "cmap", "name" }.All(tables.ContainsKey)) return null;

        var unitsPerSize = (double)Number16(file, tables["head"] + 18);
        var glyphs = Glyphs(file, tables["cmap"]);
        if (unitsPerSize == 0 || glyphs is null || FamilyOf(file, tables["name"]) is not { } family) return null;

        var count = Number16(file, tables["hhea"] + 34);
        var widths = glyphs.ToDictionary(
            glyph => glyph.Key, glyph => Number16(file, tables["hmtx"] + (4 * Math.Min(glyph.Value, count - 1))) / unitsPerSize);
        return (family, new FontMetrics(widths, widths.GetValueOrDefault('W', 1), LineHeightOf(file, tables) / unitsPerSize));
    }

    /// <summary>The extent that Windows programs use, which libass follows, where the file tells it.</summary>
    private static double LineHeightOf(byte[] file, Dictionary<string, int> tables) => tables.TryGetValue("OS/2", out var windows)
        ? Number16(file, windows + 74) + Number16(file, windows + 76)
        : (short)Number16(file, tables["hhea"] + 4) - (short)Number16(file, tables["hhea"] + 6);

    private static Dictionary<string, int> TablesOf(byte[] file)
    {
        var tables = new Dictionary<string, int>(StringComparer.Ordinal);
        var count = Math.Min((int)Number16(file, 4), TablesMax);
        for (var i = 0; i < count; i++)
        {
            var at = 12 + (16 * i);
            tables[Encoding.ASCII.GetString(file, at, 4)] = checked((int)Number32(file, at + 8));
        }

        return tables;
    }

    /// <summary>Glyphs by character, from the table for the first 65,536 characters.</summary>
    private static Dictionary<int, int>? Glyphs(byte[] file, int cmap)
    {
        for (var i = 0; i < Number16(file, cmap + 2); i++)
        {
            var table = cmap + (int)Number32(file, cmap + 4 + (8 * i) + 4);
            if (Number16(file, table) == 4) return Segments(file, table);
        }

        return null;
    }

    private static Dictionary<int, int> Segments(byte[] file, int table)
    {
        var glyphs = new Dictionary<int, int>();
        var segments = Number16(file, table + 6) / 2;
        var (ends, starts) = (table + 14, table + 16 + (2 * segments));
        var (deltas, offsets) = (starts + (2 * segments), starts + (4 * segments));
        for (var segment = 0; segment < segments; segment++)
        {
            var (start, end) = (Number16(file, starts + (2 * segment)), Number16(file, ends + (2 * segment)));
            var (delta, offset) = (Number16(file, deltas + (2 * segment)), Number16(file, offsets + (2 * segment)));
            for (int character = start; character <= end && character < 0xFFFF; character++)
            {
                var glyph = offset == 0 ? character : Number16(file, offsets + (2 * segment) + offset + (2 * (character - start)));
                if (glyph != 0) glyphs[character] = (glyph + delta) & 0xFFFF;
            }
        }

        return glyphs;
    }

    /// <summary>The family name that groups regular, bold and italic faces.</summary>
    private static string? FamilyOf(byte[] file, int name)
    {
        const int Windows = 3, Family = 1;
        var texts = name + Number16(file, name + 4);
        for (var i = 0; i < Number16(file, name + 2); i++)
        {
            var record = name + 6 + (12 * i);
            if (Number16(file, record) != Windows || Number16(file, record + 6) != Family) continue;
            return Encoding.BigEndianUnicode.GetString(file, texts + Number16(file, record + 10), Number16(file, record + 8));
        }

        return null;
    }

    private static ushort Number16(byte[] file, int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at, 2));

    private static uint Number32(byte[] file, int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at, 4));
}

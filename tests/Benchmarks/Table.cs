using System.Globalization;

namespace FunctionsPipeline.Benchmarks;

/// <summary>Prints aligned rows and remembers whether every target was met.</summary>
internal sealed class Table(string title)
{
    private readonly List<string[]> _rows = [["what", "measured", "target", "met"]];

    public bool AllMet { get; private set; } = true;

    public void Add(string what, string measured) => _rows.Add([what, measured, "", ""]);

    public void Add(string what, string measured, string target, bool isMet)
    {
        _rows.Add([what, measured, target, isMet ? "yes" : "NO"]);
        AllMet &= isMet;
    }

    public void Print()
    {
        Console.WriteLine(title);
        var widths = Enumerable.Range(0, 4).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows) Console.WriteLine("  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Fraction(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>The middle of an odd number of measurements.</summary>
    public static double Median(IEnumerable<double> values) => values.Order().ToArray() is { Length: > 0 } sorted ? sorted[sorted.Length / 2] : double.NaN;
}

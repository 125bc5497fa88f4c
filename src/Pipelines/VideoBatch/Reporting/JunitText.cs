using System.Globalization;
using System.Text;
using System.Xml;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Text in JUnit's XML.</summary>
internal static class JunitText
{
    /// <summary>Without a byte order mark.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The text without the characters that XML cannot hold even escaped. Half a surrogate pair becomes U+FFFD.</summary>
    public static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))) clean.Append(rune);
        return clean.ToString();
    }

    /// <summary>What a clip showed, a line a finding; empty when there is nothing to tell.</summary>
    public static string Output(ItemLine item)
    {
        var text = new StringBuilder();
        foreach (var degradation in item.Degradations) text.Append(CultureInfo.InvariantCulture, $"degraded: {degradation.Kind}: {degradation.Why}\n");
        foreach (var detector in item.Result?.Detectors.Where(detector => detector.Detected) ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"defect: {detector.Id}, score {detector.Score:0.00}");
            foreach (var finding in detector.Findings) text.Append(CultureInfo.InvariantCulture, $", {finding.StartSeconds:0.00} s to {finding.EndSeconds:0.00} s");
            text.Append('\n');
        }

        if (item.Result is { } result) text.Append(CultureInfo.InvariantCulture, $"clip: {result.Clip.Path}\n");
        return Clean(text.ToString());
    }
}

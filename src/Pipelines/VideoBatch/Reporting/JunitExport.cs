using System.Globalization;
using System.Xml;
using FunctionsPipeline.Pipelines.RunFolder;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>
/// JUnit's XML: a test suite a variant, a test case an item. An item that failed, or of which nobody knows whether it was paid, is a
/// failure; one that was not run is skipped. A defect that was found is what the batch was looking for, so it is output and no failure.
/// </summary>
internal static class JunitExport
{
    public static async Task WriteAsync(
        RunSummary summary, IAsyncEnumerable<ItemLine> items, Stream destination, CancellationToken cancellationToken)
    {
        // Suites state their counts first and the plan mixes variants, so the cases are put aside on disk.
        var suites = new Dictionary<string, JunitSuite>(StringComparer.Ordinal);
        try
        {
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                if (!suites.TryGetValue(item.VariantId, out var suite)) suites.Add(item.VariantId, suite = new JunitSuite(item.VariantId));
                suite.Add(item);
            }

            await WriteAsync(summary, suites.Values, destination, cancellationToken);
        }
        finally
        {
            foreach (var suite in suites.Values) suite.Dispose();
        }
    }

    private static async Task WriteAsync(
        RunSummary summary, IReadOnlyCollection<JunitSuite> suites, Stream destination, CancellationToken cancellationToken)
    {
        await using var xml = XmlWriter.Create(destination, new XmlWriterSettings { Async = true, Encoding = JunitText.Utf8, Indent = true });
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, "testsuites", null);
        await xml.WriteAttributeStringAsync(null, "name", null, $"{summary.Pipeline} {summary.RunId}");
        await WriteCountsAsync(xml, suites.Sum(suite => suite.Cases), suites.Sum(suite => suite.Failures), suites.Sum(suite => suite.Skipped));
        foreach (var suite in suites)
        {
            await xml.WriteStartElementAsync(null, "testsuite", null);
            await xml.WriteAttributeStringAsync(null, "name", null, JunitText.Clean(suite.Name));
            await xml.WriteAttributeStringAsync(null, "timestamp", null, summary.CreatedAt.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
            await WriteCountsAsync(xml, suite.Cases, suite.Failures, suite.Skipped);
            await suite.CopyCasesAsync(xml, cancellationToken);
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
    }

    private static async Task WriteCountsAsync(XmlWriter xml, int cases, int failures, int skipped)
    {
        await xml.WriteAttributeStringAsync(null, "tests", null, cases.ToString(CultureInfo.InvariantCulture));
        await xml.WriteAttributeStringAsync(null, "failures", null, failures.ToString(CultureInfo.InvariantCulture));
        await xml.WriteAttributeStringAsync(null, "errors", null, "0");
        await xml.WriteAttributeStringAsync(null, "skipped", null, skipped.ToString(CultureInfo.InvariantCulture));
    }
}

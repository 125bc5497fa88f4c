using System.Xml;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>The test cases of one variant, put aside in a temporary file that vanishes with the object. Not for several threads.</summary>
internal sealed class JunitSuite(string name) : IDisposable
{
    private const int CopyCharacters = 16 * 1024;

    private static readonly XmlWriterSettings Settings = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment, Encoding = JunitText.Utf8, Indent = true, OmitXmlDeclaration = true,
    };

    private readonly FileStream _cases = new(
        Path.Combine(Path.GetTempPath(), $"pipeline-junit-{Environment.ProcessId}-{Path.GetRandomFileName()}"), SpoolOptions());

    public string Name { get; } = name;

    public int Cases { get; private set; }

    public int Failures { get; private set; }

    public int Skipped { get; private set; }

    public void Add(ItemLine item)
    {
        Cases++;
        using (var xml = XmlWriter.Create(_cases, Settings)) WriteCase(xml, item);
        _cases.WriteByte((byte)'\n');
    }

    /// <summary>Copies the cases into the document. Once, after the last was added.</summary>
    public async Task CopyCasesAsync(XmlWriter xml, CancellationToken cancellationToken)
    {
        _cases.Position = 0;
        using var text = new StreamReader(_cases, leaveOpen: true);
        var buffer = new char[CopyCharacters];
        int read;
        await xml.WriteRawAsync("\n");
        while ((read = await text.ReadAsync(buffer, cancellationToken)) > 0) await xml.WriteRawAsync(buffer, 0, read);
    }

    public void Dispose() => _cases.Dispose();

    private void WriteCase(XmlWriter xml, ItemLine item)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", JunitText.Clean(item.Id));
        xml.WriteAttributeString("classname", JunitText.Clean(item.VariantId));
        switch (item.Status)
        {
            case ItemStatus.Failed or ItemStatus.Unknown:
                Failures++;
                WriteFailure(xml, item);
                break;
            case ItemStatus.Skipped or ItemStatus.Cancelled or ItemStatus.Pending:
                Skipped++;
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", JunitText.Clean(item.Error?.Message ?? "The item has not ended yet."));
                xml.WriteEndElement();
                break;
        }

        var output = JunitText.Output(item);
        if (output.Length > 0) xml.WriteElementString("system-out", output);
        xml.WriteEndElement();
    }

    private static void WriteFailure(XmlWriter xml, ItemLine item)
    {
        var code = JunitText.Clean(item.Error?.Code ?? "no_error_recorded");
        var message = JunitText.Clean(item.Error?.Message ?? "No error was recorded.");
        xml.WriteStartElement("failure");
        xml.WriteAttributeString("type", code);
        xml.WriteAttributeString("message", message);
        xml.WriteString($"{(item.Status == ItemStatus.Unknown ? "unknown: " : "")}{item.FailedStage}/{code}: {message}");
        if (item.Error?.Hint is { } hint) xml.WriteString("\n" + JunitText.Clean(hint));
        xml.WriteEndElement();
    }

    private static FileStreamOptions SpoolOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose };

        // Temporary folders are shared, and messages may quote a prompt.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}

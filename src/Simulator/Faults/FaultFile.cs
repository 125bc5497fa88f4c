using System.Reflection;

namespace FunctionsPipeline.Simulator.Faults;

/// <summary>Where the rules of a script come from.</summary>
internal static class FaultFile
{
    /// <summary>Loads a script: <c>none</c>, <c>mixed</c> (built in), or a file.</summary>
    /// <exception cref="StartException">The file cannot be read, or says something that is not understood.</exception>
    public static IReadOnlyList<FaultRule> Load(string source) => source switch
    {
        "none" => [],
        "mixed" => FaultFileReader.Read(Mixed(), "mixed"),
        _ => FaultFileReader.Read(Bytes(source), source),
    };

    private static byte[] Mixed()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("mixed.json")
            ?? throw new InvalidOperationException("The built-in fault script is missing from the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > Limits.FaultFileBytesMax)
            {
                throw new StartException($"The fault file {path} has {length} bytes; at most {Limits.FaultFileBytesMax} are read.");
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartException($"The fault file {path} cannot be read: {exception.Message} Use --faults none, mixed, or an existing file.");
        }
    }
}

namespace FunctionsPipeline.Simulator.Tests;

/// <summary>A file that goes with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("simulator-tests-");

    public TemporaryFile(string? content = null)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "file");
        if (content is not null) File.WriteAllText(Path, content);
    }

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}

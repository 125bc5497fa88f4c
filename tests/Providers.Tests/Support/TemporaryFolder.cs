namespace FunctionsPipeline.Providers.Tests.Support;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("providers-tests-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string[] FileNames => [.. Directory.GetFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

namespace FunctionsPipeline.Cli.Tests.Processes;

/// <summary>Where the build put the programs under test, and the checkout they were built from.</summary>
internal static class BuiltPrograms
{
    public static string RepositoryRoot { get; } = Find();

    public static string Pipeline { get; } = Program("Cli");

    public static string Simulator { get; } = Program("Simulator");

    // The tests' own output folder tells the configuration: artifacts/bin/Cli.Tests/release.
    private static string Program(string project)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var path = Path.Combine(RepositoryRoot, "artifacts", "publish", project, configuration, $"FunctionsPipeline.{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("The program under test is not built.", path);
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FunctionsPipeline.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
        }

        return folder;
    }
}

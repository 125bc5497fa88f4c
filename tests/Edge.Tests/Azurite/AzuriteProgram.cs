namespace FunctionsPipeline.Edge.Tests.Azurite;

/// <summary>Where Azurite, the emulator of Azure Storage, lies on this machine.</summary>
public static class AzuriteProgram
{
    private const string Variable = "FP_AZURITE";

    public const string HowToGetIt =
        "Azurite is not here. Get it with: npm install --prefix artifacts/azurite azurite@3.35.0 (Node.js 20), or name its main file in " + Variable + ".";

    /// <summary>The file that Node.js is to run, or null when there is none.</summary>
    public static string? Path { get; } = Find();

    public static bool IsHere => Path is not null;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            // Set and wrong is a mistake that must not look like a machine without Azurite.
            return File.Exists(named) ? named : throw new FileNotFoundException($"{Variable} names '{named}', which is not there.", named);
        }

        return OnPath() ?? InArtifacts();
    }

    private static string? OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => System.IO.Path.Combine(folder, "azurite"))
        .Where(File.Exists)
        .Select(command => File.ResolveLinkTarget(command, returnFinalTarget: true)?.FullName ?? command)
        .FirstOrDefault();

    private static string? InArtifacts()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = System.IO.Path.Combine(folder.FullName, "artifacts", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js");
            if (File.Exists(file)) return file;
        }

        return null;
    }
}

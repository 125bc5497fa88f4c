namespace FunctionsPipeline.Media.Tests;

/// <summary>A test on real footage, which is kept beside the repository and not in it; skipped where it is absent.</summary>
public sealed class FootageTheoryAttribute : TheoryAttribute
{
    public FootageTheoryAttribute()
    {
        if (!Directory.Exists(Folder())) Skip = "There is no real footage in ../shared/media.";
    }

    public static string Path(string name) => System.IO.Path.Combine(Folder(), name);

    /// <summary>Goes up from the test's assembly to the solution: source paths are not the machine's in a deterministic build.</summary>
    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "FunctionsPipeline.sln"))) folder = folder.Parent;
        return System.IO.Path.Combine(folder?.Parent?.FullName ?? AppContext.BaseDirectory, "shared", "media");
    }
}

using System.Runtime.CompilerServices;

namespace FunctionsPipeline.Media.Tests;

/// <summary>A test on real footage, which is kept beside the repository and not in it; skipped where it is absent.</summary>
public sealed class FootageTheoryAttribute : TheoryAttribute
{
    public FootageTheoryAttribute()
    {
        if (!Directory.Exists(Folder())) Skip = "There is no real footage in ../shared/media.";
    }

    public static string Path(string name) => System.IO.Path.Combine(Folder(), name);

    private static string Folder([CallerFilePath] string source = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(source)!, "../../../shared/media"));
}

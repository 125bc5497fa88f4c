namespace FunctionsPipeline.Media;

/// <summary>Finds programs.</summary>
internal static class ProgramPath
{
    /// <summary>Absolute path of a program by name (on the path) or by path; null when there is none.</summary>
    public static string? Find(string name)
    {
        if (name.Contains(Path.DirectorySeparatorChar) || name.Contains(Path.AltDirectorySeparatorChar))
        {
            return File.Exists(name) ? Path.GetFullPath(name) : null;
        }

        string[] names = OperatingSystem.IsWindows() ? [name + ".exe", name] : [name];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => names.Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists);
    }
}

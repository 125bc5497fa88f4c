using System.Diagnostics;
using System.Globalization;

namespace FunctionsPipeline.Simulator.Clips;

/// <summary>Folders for clips that are not to be kept. One carries the number of its process, so that a later simulator can sweep it up.</summary>
internal static class TemporaryFolder
{
    private const string Prefix = "functions-pipeline-simulator-";

    /// <summary>Makes a new folder, and removes those of simulators that were killed.</summary>
    /// <returns>Its path.</returns>
    public static string Create()
    {
        foreach (var folder in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*"))
        {
            if (IsAbandoned(folder.Name)) Remove(folder);
        }

        return Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-")).FullName;
    }

    private static bool IsAbandoned(string name)
    {
        if (!int.TryParse(name[Prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var processId)) return false;
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's, or being removed by another simulator: neither concerns this one.
        }
    }
}

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>Opens input files; what cannot be opened becomes a problem in words.</summary>
internal static class InputFiles
{
    /// <exception cref="InputException">The file cannot be opened.</exception>
    public static Stream Open(string path, InputProblems problems)
    {
        try
        {
            if (Directory.Exists(path)) throw problems.Fatal(null, null, "this is a folder", null, "a file");
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw problems.Fatal(null, null, $"there is no such file (looked at {path})");
        }
        catch (UnauthorizedAccessException)
        {
            throw problems.Fatal(null, null, "the file may not be read; check its permissions");
        }
        catch (IOException exception)
        {
            throw problems.Fatal(null, null, "the file cannot be opened: " + exception.Message);
        }
    }
}

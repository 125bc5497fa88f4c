namespace FunctionsPipeline.Pipelines.Input;

/// <summary>Opens input files; what cannot be opened becomes a problem in words.</summary>
internal static class InputFiles
{
    /// <summary>The absolute path of a file of entries that a specification names; null when it cannot be one, which is a problem then.</summary>
    /// <param name="node">Where it is named.</param>
    /// <param name="field">Field.</param>
    /// <param name="folder">Folder that relative paths start from.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static string? Find(DocumentNode node, string field, string folder, InputProblems problems)
    {
        // A NUL cannot be part of a path and makes the path functions throw.
        var path = Path.GetFullPath(node.Value.Replace('\0', '?'), folder);
        if (EntryReader.FormatOf(path) is null)
        {
            problems.Add(node.Line, node.Column, field, "the file's format cannot be told from its name", node.Description, "a name that ends in " + EntryReader.Endings);
            return null;
        }

        if (File.Exists(path)) return path;
        problems.Add(node.Line, node.Column, field, $"there is no such file (looked at {path})", node.Description);
        return null;
    }

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

namespace FunctionsPipeline.AzureStorage.Blobs;

/// <summary>Local files of one process, bounded in bytes, each gone when its user is done.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class ScratchFolder
{
    private static readonly TimeSpan LeftoverAgeMax = TimeSpan.FromDays(1);
    private readonly string _folder;
    private readonly long _bytesMax;
    private readonly Lock _gate = new();
    private long _bytesInUse;

    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public ScratchFolder(string folder, long bytesMax, TimeProvider clock)
    {
        _folder = Make(Path.GetFullPath(folder));
        _bytesMax = bytesMax;
        RemoveLeftovers(clock.GetUtcNow().UtcDateTime - LeftoverAgeMax);
    }

    /// <summary>Takes room for a file.</summary>
    /// <param name="path">Blob: the file has its ending, by which programs know the format.</param>
    /// <param name="lengthBytes">Bytes.</param>
    /// <exception cref="IOException">There is not so much room.</exception>
    public ScratchFile Take(string path, long lengthBytes)
    {
        lock (_gate)
        {
            if (lengthBytes > _bytesMax - _bytesInUse)
            {
                throw new IOException(
                    $"Blob '{path}' has {lengthBytes} bytes; of the {_bytesMax} bytes for local files (ScratchBytesMax) {_bytesInUse} are in use.");
            }

            _bytesInUse += lengthBytes;
        }

        var file = Path.Combine(_folder, Path.GetFileNameWithoutExtension(Path.GetRandomFileName()) + Path.GetExtension(path));
        return new ScratchFile(file, () => GiveBack(file, lengthBytes));
    }

    // Clips may be confidential: a folder that is made here is its owner's alone.
    private static string Make(string folder) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder).FullName
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    private void GiveBack(string file, long lengthBytes)
    {
        File.Delete(file);
        lock (_gate) _bytesInUse -= lengthBytes;
    }

    private void RemoveLeftovers(DateTime writtenBefore)
    {
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            if (File.GetLastWriteTimeUtc(file) < writtenBefore) File.Delete(file);
        }
    }
}

/// <summary>Room for one local file.</summary>
internal sealed class ScratchFile(string filePath, Action giveBack)
{
    private int _isReleased;

    public string FilePath { get; } = filePath;

    /// <summary>Removes the file; may be repeated.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0) giveBack();
    }
}

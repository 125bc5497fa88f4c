namespace FunctionsPipeline.Simulator.Clips;

/// <summary>Finished clips on disk, up to a total size; beyond it the one that was unused for longest goes. Safe for several threads.</summary>
internal sealed class ClipFolder : IDisposable
{
    private readonly string _path;
    private readonly long _bytesMax;
    private readonly bool _isTemporary;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, long Bytes)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, long Bytes)> _byUse = [];
    private long _bytes;

    /// <summary>A folder and the clips that lie in it from an earlier time.</summary>
    /// <param name="path">The folder; made when it is missing.</param>
    /// <param name="bytesMax">Total size, bytes.</param>
    /// <param name="isTemporary">True to remove the folder in the end.</param>
    public ClipFolder(string path, long bytesMax, bool isTemporary)
    {
        (_path, _bytesMax, _isTemporary) = (path, bytesMax, isTemporary);
        var folder = Directory.CreateDirectory(path);
        foreach (var file in folder.EnumerateFiles("*.part")) file.Delete();
        foreach (var file in folder.EnumerateFiles("*.mp4").OrderBy(file => file.LastWriteTimeUtc))
        {
            Add_NeedsLock(Path.GetFileNameWithoutExtension(file.Name), file.Length);
        }
    }

    /// <summary>Where to write a clip before <see cref="Publish"/>.</summary>
    public string DraftPath(string key) => Path.Combine(_path, key + ".part");

    /// <summary>Makes a written clip available.</summary>
    public void Publish(string key)
    {
        lock (_gate)
        {
            File.Move(DraftPath(key), FinalPath(key), overwrite: true);
            Add_NeedsLock(key, new FileInfo(FinalPath(key)).Length);
            while (_bytes > _bytesMax && _byUse.Count > 1) Remove_NeedsLock(_byUse.First!.Value.Key);
        }
    }

    /// <summary>Opens a clip, or returns null when it is not here. An open clip stays readable when it is evicted.</summary>
    public FileStream? TryOpen(string key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry)) return null;
            _byUse.Remove(entry);
            _byUse.AddLast(entry);
            return new FileStream(FinalPath(key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTemporary) Directory.Delete(_path, recursive: true);
    }

    private void Add_NeedsLock(string key, long bytes)
    {
        if (_entries.Remove(key, out var old))
        {
            _byUse.Remove(old);
            _bytes -= old.Value.Bytes;
        }

        _entries[key] = _byUse.AddLast((key, bytes));
        _bytes += bytes;
    }

    private void Remove_NeedsLock(string key)
    {
        if (!_entries.Remove(key, out var entry)) return;
        _byUse.Remove(entry);
        _bytes -= entry.Value.Bytes;
        File.Delete(FinalPath(key));
    }

    private string FinalPath(string key) => Path.Combine(_path, key + ".mp4");
}

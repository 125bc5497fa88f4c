using System.Globalization;
using System.Runtime.CompilerServices;

namespace FunctionsPipeline.State.Blobs;

/// <summary>
/// Blobs as plain files: <c>container/folder/name</c> is that path under a root folder. A put writes beside, flushes, and
/// renames; what a crash leaves in <c>.temp</c> is never listed and goes after a day.
/// </summary>
/// <remarks>
/// Safe for several threads and processes on one local folder. A version is the file's modification time and length; the store
/// sets the time itself so that it always grows. Where one blob is a folder of another's path, the put fails.
/// </remarks>
public sealed class FolderBlobStore : IBlobStore
{
    private static readonly TimeSpan LeftoverAgeMax = TimeSpan.FromDays(1);
    private readonly string _root;
    private readonly string _temporary;
    private readonly BlobLocks _locks;
    private readonly TimeProvider _clock;

    /// <summary>Uses a folder, and makes it when there is none.</summary>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public FolderBlobStore(string rootFolder, TimeProvider clock)
    {
        _root = Path.GetFullPath(rootFolder);
        _temporary = Path.Combine(_root, ".temp");
        _clock = clock;
        _locks = new BlobLocks(Directory.CreateDirectory(Path.Combine(_root, ".locks")).FullName, clock);
        Directory.CreateDirectory(_temporary);
        RemoveLeftovers();
    }

    /// <inheritdoc/>
    public async Task<string> PutAsync(string path, Stream content, BlobCondition condition, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        var written = Path.Combine(_temporary, Path.GetRandomFileName());
        try
        {
            await WriteAsync(written, content, cancellationToken);
            return await _locks.RunAsync(path, () => Publish(path, written, condition), cancellationToken);
        }
        finally
        {
            File.Delete(written);
        }
    }

    /// <inheritdoc/>
    public async Task<string> PutFileAsync(string path, string localFile, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        DurableFile.Flush(localFile);
        if (await _locks.RunAsync(path, () => TryPublish(path, localFile, BlobCondition.None), cancellationToken) is { } etag) return etag;

        // On another disk a rename is a copy, and half a copy must never carry the blob's name.
        await using (var content = File.OpenRead(localFile)) etag = await PutAsync(path, content, BlobCondition.None, cancellationToken);
        File.Delete(localFile);
        return etag;
    }

    /// <inheritdoc/>
    public Task<BlobContent?> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var file = new FileStream(FileOf(path), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });

            // Asked of the open file, not of the name: a put meanwhile must not lend its version to the old content.
            var properties = PropertiesOf(path, file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
            return Task.FromResult<BlobContent?>(new BlobContent(file, properties));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException || (absent is UnauthorizedAccessException && Directory.Exists(FileOf(path))))
        {
            return Task.FromResult<BlobContent?>(null);
        }
    }

    /// <inheritdoc/>
    public Task<BlobProperties?> GetPropertiesAsync(string path, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(path));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobProperties> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BlobPath.CheckPrefix(prefix);
        foreach (var properties in List(prefix[..(prefix.LastIndexOf('/') + 1)], prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return properties;
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string path, string? ifMatch, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        return _locks.RunAsync(
            path,
            () =>
            {
                var current = Find(path);
                if (ifMatch is not null && !string.Equals(current?.ETag, ifMatch, StringComparison.Ordinal)) throw Conflict(path, current);
                if (current is not null) File.Delete(FileOf(path));
                return current is not null;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<LocalBlobFile> GetLocalFileAsync(string path, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        return File.Exists(FileOf(path))
            ? Task.FromResult(new LocalBlobFile(FileOf(path)))
            : Task.FromException<LocalBlobFile>(new FileNotFoundException($"There is no blob '{path}'.", FileOf(path)));
    }

    private static async Task WriteAsync(string file, Stream content, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await content.CopyToAsync(stream, cancellationToken);
        stream.Flush(flushToDisk: true);
    }

    private static BlobProperties PropertiesOf(string path, long lengthBytes, DateTime modified) => new(
        path,
        lengthBytes,
        string.Create(CultureInfo.InvariantCulture, $"{modified.Ticks:x}-{lengthBytes:x}"),
        new DateTimeOffset(modified, TimeSpan.Zero));

    private static BlobConflictException Conflict(string path, BlobProperties? current) =>
        new(path, current is null ? "a version was expected, but nothing is there." : "another version is there.");

    private string Publish(string path, string written, BlobCondition condition) =>
        TryPublish(path, written, condition) ?? throw new IOException($"'{_temporary}' is on another disk than the blobs.");

    /// <summary>Gives a flushed file the name of the blob. Null when it is on another disk. Runs under the lock of the path.</summary>
    private string? TryPublish(string path, string written, BlobCondition condition)
    {
        var current = Find(path);
        if (condition.MustNotExist && current is not null) throw new BlobConflictException(path, "it exists already.");
        if (condition.IfMatch is not null && !string.Equals(current?.ETag, condition.IfMatch, StringComparison.Ordinal)) throw Conflict(path, current);

        var target = FileOf(path);
        MakeFolder(Path.GetDirectoryName(target)!);
        SetGrowingTime(written, current);
        if (!DurableFile.TryRename(written, target)) return null;
        DurableFile.FlushFolder(Path.GetDirectoryName(target)!);
        return Find(path)!.ETag;
    }

    /// <summary>Two puts within one tick of the file system's clock would have one version; so the time is set, and is later than the last.</summary>
    private void SetGrowingTime(string file, BlobProperties? current)
    {
        var last = current?.LastModified.UtcDateTime ?? DateTime.MinValue;
        var now = _clock.GetUtcNow().UtcDateTime;
        var step = TimeSpan.FromTicks(1);
        do
        {
            // A file system with a coarse clock rounds; the step grows until it shows.
            File.SetLastWriteTimeUtc(file, now > last ? now : last + step);
            now = DateTime.MinValue;
            step *= 2;
        }
        while (File.GetLastWriteTimeUtc(file) <= last);
    }

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        Directory.CreateDirectory(folder);
        DurableFile.FlushFolder(parent);
    }

    private BlobProperties? Find(string path)
    {
        var file = new FileInfo(FileOf(path));
        return file.Exists ? PropertiesOf(path, file.Length, file.LastWriteTimeUtc) : null;
    }

    /// <summary>Depth first, one folder in memory at a time. A folder sorts as its name with the slash, which gives the order of whole paths.</summary>
    private IEnumerable<BlobProperties> List(string folder, string prefix)
    {
        var entries = new DirectoryInfo(FileOf(folder));
        if (!entries.Exists) yield break;
        var names = entries.EnumerateFileSystemInfos().Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : "")).ToList();
        names.Sort(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (name[^1] == '/')
            {
                var mayMatch = name.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(name, StringComparison.Ordinal);
                if (!mayMatch) continue;
                foreach (var below in List(name, prefix)) yield return below;
            }
            else if (name.StartsWith(prefix, StringComparison.Ordinal) && Find(name) is { } properties)
            {
                yield return properties;
            }
        }
    }

    private void RemoveLeftovers()
    {
        var limit = _clock.GetUtcNow().UtcDateTime - LeftoverAgeMax;
        foreach (var file in Directory.EnumerateFiles(_temporary))
        {
            if (File.GetLastWriteTimeUtc(file) < limit) File.Delete(file);
        }
    }

    private string FileOf(string path) => Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));
}

using System.Text;
using System.Text.Json;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>Puts the files of a run's folder, each in one step; putting one twice gives the same file.</summary>
/// <param name="blobs">Where they go.</param>
/// <param name="scratchFolder">Folder for files that are being made.</param>
internal sealed class RunFolderFiles(IBlobStore blobs, string scratchFolder)
{
    /// <summary>Puts records, a line each.</summary>
    public Task PutLinesAsync<T>(string path, IAsyncEnumerable<T> lines, CancellationToken cancellationToken) =>
        PutStreamAsync(path, file => WriteLinesAsync(lines, file, cancellationToken), cancellationToken);

    /// <summary>Puts what is written to a stream. Spooled, not gathered: the file may be far larger than memory should be.</summary>
    public async Task PutStreamAsync(string path, Func<Stream, Task> writeAsync, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(scratchFolder);
        var scratch = Path.Combine(scratchFolder, Path.GetRandomFileName());
        await using var spool = new FileStream(
            scratch, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await writeAsync(spool);
        spool.Position = 0;
        await blobs.PutAsync(path, spool, BlobCondition.None, cancellationToken);
    }

    /// <summary>Writes records, a line each.</summary>
    public static async Task WriteLinesAsync<T>(IAsyncEnumerable<T> lines, Stream destination, CancellationToken cancellationToken)
    {
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(destination, line, RunFolderJson.Lines, cancellationToken);
            destination.WriteByte((byte)'\n');
        }
    }

    public async Task PutJsonAsync<T>(string path, T value, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await JsonSerializer.SerializeAsync(content, value, RunFolderJson.Pretty, cancellationToken);
        content.Position = 0;
        await blobs.PutAsync(path, content, BlobCondition.None, cancellationToken);
    }

    public async Task PutTextAsync(string path, string text, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await blobs.PutAsync(path, content, BlobCondition.None, cancellationToken);
    }

    /// <summary>Copies a file that an earlier step made.</summary>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenReadAsync(from, cancellationToken) ?? throw Gone(from);
        await blobs.PutAsync(to, blob.Content, BlobCondition.None, cancellationToken);
    }

    /// <summary>For a file that an earlier step made and that is no longer there.</summary>
    public static FileNotFoundException Gone(string path) => new($"The file {path}, which an earlier step made, is gone from the run's folder.", path);
}

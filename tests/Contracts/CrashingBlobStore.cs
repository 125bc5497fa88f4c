using System.Runtime.CompilerServices;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Contracts;

/// <summary>A blob store in the hands of a process that may end before or after any operation.</summary>
public sealed class CrashingBlobStore(IBlobStore inner, ProcessLife life) : IBlobStore
{
    public Task<string> PutAsync(string path, Stream content, BlobCondition condition, CancellationToken cancellationToken) =>
        PassAsync($"put {Kind(path)}", () => inner.PutAsync(path, content, condition, cancellationToken));

    public Task<string> PutFileAsync(string path, string localFile, CancellationToken cancellationToken) =>
        PassAsync($"put file {Kind(path)}", () => inner.PutFileAsync(path, localFile, cancellationToken));

    public Task<BlobContent?> OpenReadAsync(string path, CancellationToken cancellationToken) =>
        PassAsync($"read {Kind(path)}", () => inner.OpenReadAsync(path, cancellationToken));

    public Task<BlobProperties?> GetPropertiesAsync(string path, CancellationToken cancellationToken) =>
        PassAsync($"look at {Kind(path)}", () => inner.GetPropertiesAsync(path, cancellationToken));

    public async IAsyncEnumerable<BlobProperties> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        life.Pass("before list");
        await foreach (var blob in inner.ListAsync(prefix, cancellationToken)) yield return blob;
        life.Pass("after list");
    }

    public Task<bool> DeleteAsync(string path, string? ifMatch, CancellationToken cancellationToken) =>
        PassAsync($"delete {Kind(path)}", () => inner.DeleteAsync(path, ifMatch, cancellationToken));

    public Task<LocalBlobFile> GetLocalFileAsync(string path, CancellationToken cancellationToken) =>
        PassAsync($"local file {Kind(path)}", () => inner.GetLocalFileAsync(path, cancellationToken));

    private async Task<T> PassAsync<T>(string name, Func<Task<T>> operation)
    {
        life.Pass("before " + name);
        var result = await operation();
        life.Pass("after " + name);
        return result;
    }

    /// <summary>What kind of file it is, without what differs from run to run.</summary>
    private static string Kind(string path) => path.Split('/') is [_, _, var kind, ..] ? kind : path;
}

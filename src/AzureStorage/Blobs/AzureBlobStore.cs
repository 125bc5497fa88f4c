using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FunctionsPipeline.AzureStorage.Clients;
using FunctionsPipeline.State.Blobs;
using BlobProperties = FunctionsPipeline.State.Blobs.BlobProperties;

namespace FunctionsPipeline.AzureStorage.Blobs;

/// <summary>
/// Blobs in Azure Blob Storage: the first part of a path is the container, the rest the blob's name. A container is made before its first put.
/// </summary>
/// <remarks>
/// Safe for several threads and processes. The account must not have a hierarchical namespace: it would list in another order.
/// A put whose answer was lost is sent again by the SDK; a stamp in the blob's metadata tells its own write from a conflict with others.
/// </remarks>
public sealed class AzureBlobStore : IBlobStore
{
    internal const int BlobsPerPageMax = 5000;
    private readonly BlobServiceClient _service;
    private readonly ScratchFolder _scratch;
    private readonly int _blobsPerPage;
    private readonly FirstUse _containers;

    internal AzureBlobStore(BlobServiceClient service, ScratchFolder scratch, int blobsPerPage)
    {
        _service = service;
        _scratch = scratch;
        _blobsPerPage = blobsPerPage;
        _containers = new FirstUse(MakeAsync);
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused; nobody knows whether it was written.</exception>
    public async Task<string> PutAsync(string path, Stream content, BlobCondition condition, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        var (container, name) = Split(path);
        try
        {
            await _containers.EnsureAsync(container, cancellationToken);
            var blob = _service.GetBlobContainerClient(container).GetBlockBlobClient(name);
            return await new BlobUpload(blob, path, condition).RunAsync(content, cancellationToken);
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            if (BlobAnswers.IsWithoutContainer(exception)) _containers.Forget(container);
            throw StorageFailure.Of($"Writing blob '{path}'", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused; the local file is still there.</exception>
    public async Task<string> PutFileAsync(string path, string localFile, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        string etag;
        await using (var content = Open(localFile, FileMode.Open, FileAccess.Read)) etag = await PutAsync(path, content, BlobCondition.None, cancellationToken);
        File.Delete(localFile);
        return etag;
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused.</exception>
    public async Task<BlobContent?> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        try
        {
            var answer = (await Blob(path).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            var details = answer.Details;
            var properties = new BlobProperties(path, details.ContentLength, BlobAnswers.Version(details.ETag), details.LastModified);
            return new BlobContent(new BlobReadStream(answer.Content, path, details.ContentLength), properties);
        }
        catch (RequestFailedException absent) when (BlobAnswers.IsAbsent(absent))
        {
            return null;
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            throw StorageFailure.Of($"Reading blob '{path}'", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused.</exception>
    public async Task<BlobProperties?> GetPropertiesAsync(string path, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        try
        {
            var found = (await Blob(path).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new BlobProperties(path, found.ContentLength, BlobAnswers.Version(found.ETag), found.LastModified);
        }
        catch (RequestFailedException absent) when (BlobAnswers.IsAbsent(absent))
        {
            return null;
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            throw StorageFailure.Of($"Asking for blob '{path}'", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused.</exception>
    public async IAsyncEnumerable<BlobProperties> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BlobPath.CheckPrefix(prefix);
        var (container, beginning) = Split(prefix);
        await using var pages = _service.GetBlobContainerClient(container)
            .GetBlobsAsync(new GetBlobsOptions { Prefix = beginning }, cancellationToken)
            .AsPages(pageSizeHint: _blobsPerPage)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(pages, prefix, cancellationToken))
        {
            foreach (var blob in pages.Current.Values)
            {
                var properties = blob.Properties;
                yield return new BlobProperties(
                    $"{container}/{blob.Name}", properties.ContentLength!.Value, BlobAnswers.Version(properties.ETag!.Value), properties.LastModified!.Value);
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused; nobody knows whether it was deleted.</exception>
    public async Task<bool> DeleteAsync(string path, string? ifMatch, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        if (ifMatch is not null && !BlobAnswers.IsVersion(ifMatch)) throw new BlobConflictException(path, "it has no such version.");
        using var attempts = new Attempts();
        try
        {
            var conditions = ifMatch is null ? null : new BlobRequestConditions { IfMatch = BlobAnswers.ETag(ifMatch) };
            await Blob(path).DeleteAsync(conditions: conditions, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException refused) when (BlobAnswers.IsAbsent(refused) || BlobAnswers.IsConflict(refused))
        {
            // Sent twice, and now it is gone: the first one's answer was lost.
            if (attempts.WasRepeated && await GetPropertiesAsync(path, cancellationToken) is null) return true;
            return ifMatch is null && BlobAnswers.IsAbsent(refused) ? false : throw new BlobConflictException(path, "another version is there, or none.");
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            throw StorageFailure.Of($"Deleting blob '{path}'", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused.</exception>
    /// <exception cref="IOException">There is no room for it in the scratch folder, or the disk failed.</exception>
    public async Task<LocalBlobFile> GetLocalFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var blob = await OpenReadAsync(path, cancellationToken) ?? throw new FileNotFoundException($"There is no blob '{path}'.", path);
        var local = _scratch.Take(path, blob.Properties.LengthBytes);
        var isComplete = false;
        try
        {
            await using (var file = Open(local.FilePath, FileMode.CreateNew, FileAccess.Write)) await blob.Content.CopyToAsync(file, cancellationToken);
            isComplete = true;
            return new LocalBlobFile(local.FilePath, local.Release);
        }
        finally
        {
            if (!isComplete) local.Release();
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<Page<BlobItem>> pages, string prefix, CancellationToken cancellationToken)
    {
        try
        {
            return await pages.MoveNextAsync();
        }
        catch (RequestFailedException absent) when (BlobAnswers.IsAbsent(absent))
        {
            return false;
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            throw StorageFailure.Of($"Listing blobs '{prefix}'", exception);
        }
    }

    private static FileStream Open(string file, FileMode mode, FileAccess access) =>
        new(file, new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });

    private static (string Container, string Name) Split(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return (path[..slash], path[(slash + 1)..]);
    }

    private BlobClient Blob(string path)
    {
        var (container, name) = Split(path);
        return _service.GetBlobContainerClient(container).GetBlobClient(name);
    }

    private async Task MakeAsync(string container) =>
        await _service.GetBlobContainerClient(container).CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: CancellationToken.None);
}

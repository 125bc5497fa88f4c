using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FunctionsPipeline.AzureStorage.Clients;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.AzureStorage.Blobs;

/// <summary>
/// One put. What fits into a block goes in one request; the rest is staged block by block, unseen, and gets the name of the blob by
/// one commit under the condition. One block is in memory at a time.
/// </summary>
internal sealed class BlobUpload(BlockBlobClient blob, string path, BlobCondition condition)
{
    /// <summary>Bytes of a block. With the 50,000 blocks of a blob: 195 GiB.</summary>
    public const int BlockBytes = 4 * 1024 * 1024;

    private const string StampName = "write";
    private const int StampLength = 32;

    // Every time round, another put of the same blob got through; this many in a row is no bad luck any more.
    private const int SweptAwayMax = 10;

    // No other put, of any process, may have it: it tells our blocks and our commit from those of others.
    private readonly string _stamp = RandomNumberGenerator.GetHexString(StampLength, lowercase: true);

    /// <returns>The new version.</returns>
    /// <exception cref="BlobConflictException">The condition did not hold; nothing was written.</exception>
    public async Task<string> RunAsync(Stream content, CancellationToken cancellationToken)
    {
        if (condition.IfMatch is { } version && !BlobAnswers.IsVersion(version)) throw Conflict();
        var start = content.CanSeek ? content.Position : 0;
        for (var sweptAway = 0; ; sweptAway++)
        {
            try
            {
                return await PutAsync(content, cancellationToken);
            }
            catch (RequestFailedException refused) when (BlobAnswers.IsWithoutBlocks(refused) && content.CanSeek && sweptAway < SweptAwayMax)
            {
                content.Position = start;
            }
        }
    }

    private async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        // One byte more than what is left, so that the end is seen in the first reading.
        var size = content.CanSeek ? (int)Math.Min(BlockBytes, content.Length - content.Position + 1) : BlockBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var filled = await content.ReadAtLeastAsync(buffer.AsMemory(0, size), size, throwOnEndOfStream: false, cancellationToken);
            if (filled < size) return await FinishAsync(() => PutWholeAsync(buffer, filled, cancellationToken), cancellationToken);

            var blocks = new List<string>();
            while (filled > 0)
            {
                blocks.Add(await StageAsync(buffer, filled, blocks.Count, cancellationToken));
                filled = await content.ReadAtLeastAsync(buffer.AsMemory(0, size), size, throwOnEndOfStream: false, cancellationToken);
            }

            return await FinishAsync(() => CommitAsync(blocks, cancellationToken), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<ETag> PutWholeAsync(byte[] buffer, int length, CancellationToken cancellationToken)
    {
        using var block = new MemoryStream(buffer, 0, length, writable: false);
        var options = new BlobUploadOptions { HttpHeaders = Headers(), Metadata = Metadata(), Conditions = Conditions() };
        options.TransferOptions = new Azure.Storage.StorageTransferOptions { InitialTransferSize = BlockBytes, MaximumConcurrency = 1 };
        return (await blob.UploadAsync(block, options, cancellationToken)).Value.ETag;
    }

    private async Task<string> StageAsync(byte[] buffer, int length, int index, CancellationToken cancellationToken)
    {
        // Ids of one blob are all of one length. Without the stamp, puts that run at once would mix their blocks.
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(_stamp + index.ToString("d6", CultureInfo.InvariantCulture)));
        using var block = new MemoryStream(buffer, 0, length, writable: false);
        await blob.StageBlockAsync(id, block, cancellationToken: cancellationToken);
        return id;
    }

    private async Task<ETag> CommitAsync(List<string> blocks, CancellationToken cancellationToken)
    {
        var options = new CommitBlockListOptions { HttpHeaders = Headers(), Metadata = Metadata(), Conditions = Conditions() };
        return (await blob.CommitBlockListAsync(blocks, options, cancellationToken)).Value.ETag;
    }

    /// <summary>The request that makes the blob. When its answer was lost, the SDK's second try may find what the first one wrote.</summary>
    private async Task<string> FinishAsync(Func<Task<ETag>> request, CancellationToken cancellationToken)
    {
        using var attempts = new Attempts();
        try
        {
            return BlobAnswers.Version(await request());
        }
        catch (RequestFailedException refused) when (BlobAnswers.IsConflict(refused) || BlobAnswers.IsWithoutBlocks(refused) || IsAbsentVersion(refused))
        {
            if (attempts.WasRepeated && await FindOwnAsync(cancellationToken) is { } written) return written;
            if (BlobAnswers.IsWithoutBlocks(refused)) throw;
            throw Conflict();
        }
    }

    private bool IsAbsentVersion(RequestFailedException refused) =>
        condition.IfMatch is not null && BlobAnswers.IsAbsent(refused) && !BlobAnswers.IsWithoutContainer(refused);

    private async Task<string?> FindOwnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return found.Metadata.TryGetValue(StampName, out var stamp) && stamp == _stamp ? BlobAnswers.Version(found.ETag) : null;
        }
        catch (RequestFailedException absent) when (BlobAnswers.IsAbsent(absent))
        {
            return null;
        }
    }

    private BlobConflictException Conflict() =>
        new(path, condition.MustNotExist ? "it exists already." : "another version is there, or none.");

    private BlobHttpHeaders Headers() => new() { ContentType = ContentTypes.Of(path) };

    private Dictionary<string, string> Metadata() => new(StringComparer.Ordinal) { [StampName] = _stamp };

    private BlobRequestConditions? Conditions()
    {
        if (condition.MustNotExist) return new BlobRequestConditions { IfNoneMatch = ETag.All };
        return condition.IfMatch is { } version ? new BlobRequestConditions { IfMatch = BlobAnswers.ETag(version) } : null;
    }
}

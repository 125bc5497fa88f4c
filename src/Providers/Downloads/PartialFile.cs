using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>
/// A file on its way: <c>&lt;target&gt;.part</c> with the bytes, <c>&lt;target&gt;.part.json</c> with what they are the beginning of,
/// and their SHA-256 so far. For one download at a time; the open file keeps a second one out.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private const int RereadBufferBytes = 128 * 1024;

    private readonly string _targetPath;
    private readonly string _urlHash;
    private readonly FileStream _stream;
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Identity? _identity;

    private PartialFile(string targetPath, string urlHash, FileStream stream)
    {
        _targetPath = targetPath;
        _urlHash = urlHash;
        _stream = stream;
    }

    /// <summary>Bytes that are there.</summary>
    public long LengthBytes { get; private set; }

    /// <summary>Where a resumed download goes on: 0 when nothing would show that the rest belongs to what is there.</summary>
    public long ResumeFromByte => ETag is not null || TotalBytes is not null ? LengthBytes : 0;

    /// <summary>Length of the whole file, when the server told.</summary>
    public long? TotalBytes => _identity?.TotalBytes;

    /// <summary>The version that the bytes belong to; null when the server gave none that can be relied on.</summary>
    public EntityTagHeaderValue? ETag => EntityTagHeaderValue.TryParse(_identity?.ETag, out var tag) ? tag : null;

    /// <summary>The file, for checks of its content.</summary>
    public Stream Content => _stream;

    private static string PartPath(string targetPath) => targetPath + ".part";

    private static string IdentityPath(string targetPath) => targetPath + ".part.json";

    /// <summary>Opens what an earlier download left, when it is the beginning of the same file; otherwise begins empty.</summary>
    /// <exception cref="DownloadFault">The disk does not take it.</exception>
    public static Task<PartialFile> OpenAsync(Uri url, string targetPath, CancellationToken cancellationToken) => OnDiskAsync(async () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(targetPath))!);
        var stream = new FileStream(PartPath(targetPath), new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
        var file = new PartialFile(targetPath, HashOf(url), stream);
        try
        {
            await file.TakeUpAsync(cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    });

    /// <summary>Begins from the first byte.</summary>
    /// <param name="etag">Version of what comes, or null. A weak one does not promise equal bytes and is not kept.</param>
    /// <param name="totalBytes">Its length, or null.</param>
    /// <exception cref="DownloadFault">The disk does not take it.</exception>
    public Task StartOverAsync(EntityTagHeaderValue? etag, long? totalBytes) => OnDiskAsync(async () =>
    {
        Empty();
        _identity = new Identity(_urlHash, etag is { IsWeak: false } ? etag.ToString() : null, totalBytes);
        await File.WriteAllBytesAsync(IdentityPath(_targetPath), JsonSerializer.SerializeToUtf8Bytes(_identity), CancellationToken.None);
        return true;
    });

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="DownloadFault">The disk does not take them.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception exception) when (IsDiskFault(exception))
        {
            throw NotWritten(exception);
        }

        _hash.AppendData(bytes.Span);
        LengthBytes += bytes.Length;
    }

    /// <summary>Forces the bytes to disk and gives the file its name, in one step for anyone who looks.</summary>
    /// <returns>Lower-case hexadecimal SHA-256.</returns>
    /// <exception cref="DownloadFault">The disk does not take it.</exception>
    public Task<string> CompleteAsync() => OnDiskAsync(async () =>
    {
        _stream.Flush(flushToDisk: true);
        var sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        await _stream.DisposeAsync();
        File.Move(PartPath(_targetPath), _targetPath, overwrite: true);
        File.Delete(IdentityPath(_targetPath));
        return sha256;
    });

    /// <summary>Leaves nothing behind, unless the disk does not even allow that.</summary>
    public async Task DiscardAsync()
    {
        await _stream.DisposeAsync();
        try
        {
            File.Delete(PartPath(_targetPath));
            File.Delete(IdentityPath(_targetPath));
        }
        catch (Exception exception) when (IsDiskFault(exception))
        {
            // The failure that led here is the one to report; a part that stays is replaced by the next download.
        }
    }

    /// <summary>Closes the file; what is there stays for a later download.</summary>
    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _stream.DisposeAsync();
    }

    private async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        _identity = ReadIdentity();
        var isBeginning = _identity is not null && _identity.UrlHash == _urlHash && _stream.Length > 0
            && (_identity.ETag is not null || _identity.TotalBytes is not null)
            && !(_stream.Length > _identity.TotalBytes);
        if (!isBeginning)
        {
            _identity = null;
            Empty();
            return;
        }

        var buffer = new byte[RereadBufferBytes];
        int count;
        while ((count = await _stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            _hash.AppendData(buffer, 0, count);
            LengthBytes += count;
        }
    }

    private void Empty()
    {
        if (_stream.Length > 0) _stream.SetLength(0);
        _stream.Position = 0;
        LengthBytes = 0;
        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    private Identity? ReadIdentity()
    {
        try
        {
            var path = IdentityPath(_targetPath);
            return File.Exists(path) ? JsonSerializer.Deserialize<Identity>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            return null; // torn by a crash: the bytes beside it belong to nothing
        }
    }

    /// <summary>Signed links differ in their query each time they are handed out, and still name the same file.</summary>
    private static string HashOf(Uri url) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url.GetLeftPart(UriPartial.Path))));

    private static async Task<T> OnDiskAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (IsDiskFault(exception))
        {
            throw NotWritten(exception);
        }
    }

    private static bool IsDiskFault(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static DownloadFault NotWritten(Exception exception)
    {
        // ENOSPC, EDQUOT, ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL
        var isFull = exception.HResult is 28 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027);
        var message = isFull ? "the disk is full" : "the file could not be written: " + exception.Message;
        return new DownloadFault(ProviderErrorCode.DownloadNotWritten, message, NextAttempt.None, exception);
    }

    /// <param name="UrlHash">Which link, without showing it.</param>
    private sealed record Identity(string UrlHash, string? ETag, long? TotalBytes);
}

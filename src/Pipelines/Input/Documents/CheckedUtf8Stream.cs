using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>
/// Passes on a stream's bytes once they are known to be UTF-8, without a byte order mark, and hashes all of them on the way:
/// what was read is what was hashed. Forward only, not for several threads.
/// </summary>
internal sealed class CheckedUtf8Stream(Stream source, InputProblems problems, long bytesMax = long.MaxValue) : Stream
{
    private const int LongestIncomplete = 3;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _next;
    private int _valid;
    private int _filled;
    private int _line = 1;
    private long _lineStart;
    private long _position;
    private long _read;
    private bool _isAtEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads what is left and gives the SHA-256 of everything, in lower-case hexadecimal.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken)) _next = _valid;
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_next == _valid && !Fill()) return 0;
        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_next == _valid && !await FillAsync(cancellationToken)) return 0;
        return Take(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _valid - _next);
        _buffer.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    private bool Fill()
    {
        while (_next == _valid && !_isAtEnd)
        {
            KeepIncomplete();
            Check(source.Read(_buffer, _filled, _buffer.Length - _filled));
        }

        return _next < _valid;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (_next == _valid && !_isAtEnd)
        {
            KeepIncomplete();
            Check(await source.ReadAsync(_buffer.AsMemory(_filled), cancellationToken));
        }

        return _next < _valid;
    }

    private void KeepIncomplete()
    {
        _buffer.AsSpan(_valid, _filled - _valid).CopyTo(_buffer);
        _filled -= _valid;
        _next = _valid = 0;
    }

    private void Check(int count)
    {
        var isStart = _read == 0;
        _hash.AppendData(_buffer, _filled, count);
        _filled += count;
        _read += count;
        _isAtEnd = count == 0;
        if (_read > bytesMax)
        {
            throw problems.Fatal(
                null,
                null,
                "the file is too large",
                $"more than {bytesMax:N0} bytes",
                $"at most {bytesMax:N0} bytes; larger prompt files go into .jsonl, .csv or .txt");
        }

        // A mark that arrives in pieces is rare enough to be taken for text; the first read of a file is never so short.
        if (isStart) SkipMark();

        var checkedBytes = _buffer.AsSpan(_next, _filled - _next);
        var complete = _isAtEnd ? checkedBytes.Length : CompleteLength(checkedBytes);
        if (!Utf8.IsValid(checkedBytes[..complete])) throw NotUtf8(checkedBytes);
        Count(checkedBytes[..complete]);
        _valid = _next + complete;
    }

    private void SkipMark()
    {
        var start = _buffer.AsSpan(0, _filled);
        if (start.StartsWith("\uFEFF"u8)) _next = 3;
        else if (start.StartsWith<byte>([0xFF, 0xFE]) || start.StartsWith<byte>([0xFE, 0xFF]))
        {
            throw problems.Fatal(1, 1, "the file is UTF-16", null, "UTF-8: save it again with that encoding");
        }
    }

    /// <summary>Length without the bytes at the end that may be the start of a character.</summary>
    private static int CompleteLength(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= LongestIncomplete && back <= bytes.Length; back++)
        {
            var lead = bytes[^back];
            if ((lead & 0xC0) == 0x80) continue;
            var needed = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return needed > back ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        _line += bytes.Count((byte)'\n');
        var last = bytes.LastIndexOf((byte)'\n');
        if (last >= 0) _lineStart = _position + last + 1;
        _position += bytes.Length;
    }

    private InputException NotUtf8(ReadOnlySpan<byte> bytes)
    {
        var bad = 0;
        while (Rune.DecodeFromUtf8(bytes[bad..], out _, out var length) == System.Buffers.OperationStatus.Done) bad += length;
        Count(bytes[..bad]);
        var column = (int)Math.Min(int.MaxValue, _position - _lineStart + 1);
        var found = $"byte 0x{bytes[bad]:X2} at byte {column} of line {_line}";
        return problems.Fatal(_line, column, "the file is not UTF-8", found, "UTF-8: save it again with that encoding");
    }
}

using System.Buffers;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>
/// Finds where the entries of a JSON array begin and end, so that memory holds one of them and lines stay known.
/// What an entry holds is for <see cref="JsonDocuments"/>.
/// </summary>
internal sealed class JsonArraySplitter(InputProblems problems)
{
    private static readonly SearchValues<byte> TextMarks = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> StructureMarks = SearchValues.Create("\"{}[],"u8);
    private readonly ArrayBufferWriter<byte> _entry = new();
    private Place _place;
    private int _depth;
    private bool _isInText;
    private bool _isEscaped;
    private long _entryBytes;
    private int _entryLine;
    private int _entryColumn;
    private int _line = 1;
    private int _bytesOfLine;

    private enum Place
    {
        BeforeArray,
        BeforeFirstEntry,
        BeforeEntry,
        InEntry,
        AfterArray,
    }

    /// <summary>Takes some of the bytes and returns how many, at least one.</summary>
    /// <param name="bytes">At least one byte.</param>
    /// <param name="isEntryEnded">True when they end an entry: take it before going on.</param>
    /// <exception cref="InputException">They are not those of a JSON array.</exception>
    public int Push(ReadOnlySpan<byte> bytes, out bool isEntryEnded)
    {
        isEntryEnded = false;
        var taken = _place == Place.InEntry ? PushInEntry(bytes, out isEntryEnded) : PushBetween(bytes[0]);
        var last = bytes[..taken].LastIndexOf((byte)'\n');
        _line += bytes[..taken].Count((byte)'\n');
        _bytesOfLine = last < 0 ? _bytesOfLine + taken : taken - last - 1;
        return taken;
    }

    /// <summary>The entry that has just ended, or null when it is malformed or too long; that is a problem then.</summary>
    public DocumentNode? TakeEntry()
    {
        DocumentNode? node = null;
        if (_entryBytes <= InputLimits.EntryBytesMax) node = JsonDocuments.Read(_entry.WrittenSpan, _entryLine, _entryColumn, problems);
        else
        {
            problems.Add(
                _entryLine,
                _entryColumn,
                null,
                "the entry is too long",
                $"{_entryBytes:N0} bytes",
                $"at most {InputLimits.EntryBytesMax:N0} bytes, a prompt of at most {InputLimits.PromptCharactersMax:N0} characters");
        }

        _entry.ResetWrittenCount();
        _entryBytes = 0;
        return node;
    }

    /// <summary>Says that there are no more bytes.</summary>
    /// <exception cref="InputException">The array is not complete.</exception>
    public void End()
    {
        if (_place == Place.AfterArray) return;
        if (_place == Place.BeforeArray) throw problems.Fatal(null, null, "the file is empty", null, "a JSON array of prompts");
        throw problems.Fatal(_line, _bytesOfLine, "the file ends before its JSON array does");
    }

    private int PushBetween(byte value)
    {
        if (value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') return 1;

        var column = _bytesOfLine + 1;
        switch (_place, value)
        {
            case (Place.BeforeArray, (byte)'['):
                _place = Place.BeforeFirstEntry;
                return 1;
            case (Place.BeforeFirstEntry, (byte)']'):
                _place = Place.AfterArray;
                return 1;
            case (Place.BeforeArray, _):
                throw problems.Fatal(
                    _line, column, "the file must be a JSON array of prompts", null, "it begins with '['; a file of JSON lines ends in .jsonl");
            case (Place.AfterArray, _):
                throw problems.Fatal(_line, column, "there is text behind the JSON array");
            case (_, (byte)',' or (byte)']'):
                throw problems.Fatal(_line, column, "an entry is missing", $"'{(char)value}'", "a prompt");
            default:
                (_place, _entryLine, _entryColumn) = (Place.InEntry, _line, column);
                return PushInEntry([value], out _);
        }
    }

    private int PushInEntry(ReadOnlySpan<byte> bytes, out bool isEnded)
    {
        isEnded = false;
        if (_isEscaped)
        {
            _isEscaped = false;
            return Keep(bytes[..1]);
        }

        var next = bytes.IndexOfAny(_isInText ? TextMarks : StructureMarks);
        if (next < 0) return Keep(bytes);

        var mark = bytes[next];
        if (_isInText)
        {
            if (mark == '\\') _isEscaped = true;
            else _isInText = false;
            return Keep(bytes[..(next + 1)]);
        }

        if (_depth == 0 && mark is ((byte)',' or (byte)']'))
        {
            Keep(bytes[..next]);
            _place = mark == ',' ? Place.BeforeEntry : Place.AfterArray;
            isEnded = true;
            return next + 1;
        }

        if (mark == '"') _isInText = true;
        else if (mark is (byte)'{' or (byte)'[') _depth++;
        // A bracket too many is left to the entry's own reader, which names it.
        else if (mark is (byte)'}' or (byte)']') _depth = Math.Max(0, _depth - 1);
        return Keep(bytes[..(next + 1)]);
    }

    private int Keep(ReadOnlySpan<byte> bytes)
    {
        _entryBytes += bytes.Length;
        if (_entryBytes <= InputLimits.EntryBytesMax) _entry.Write(bytes);
        return bytes.Length;
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>
/// Prompts in one JSON array, entry by entry. It only finds where entries begin and end, so that memory holds one of them and lines stay
/// known; what an entry holds is for <see cref="JsonDocuments"/>.
/// </summary>
internal static class JsonArrayPrompts
{
    public static async IAsyncEnumerable<DocumentNode> ReadAsync(
        CheckedUtf8Stream bytes, InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var splitter = new Splitter(problems);
        var block = new byte[64 * 1024];
        while (await bytes.ReadAsync(block, cancellationToken) is > 0 and var count)
        {
            for (var i = 0; i < count; i++)
            {
                if (splitter.Push(block[i]) && splitter.TakeEntry() is { } entry) yield return entry;
            }
        }

        splitter.End();
    }

    private enum Place
    {
        BeforeArray,
        BeforeFirstEntry,
        BeforeEntry,
        InEntry,
        AfterArray,
    }

    private sealed class Splitter(InputProblems problems)
    {
        private readonly ArrayBufferWriter<byte> _entry = new();
        private Place _place;
        private int _depth;
        private bool _inText;
        private bool _escaped;
        private long _length;
        private int _line = 1;
        private int _column;
        private int _entryLine;
        private int _entryColumn;

        /// <summary>True when the byte ended an entry.</summary>
        public bool Push(byte value)
        {
            _column++;
            var ended = _place switch
            {
                Place.InEntry => PushInEntry(value),
                _ => PushBetween(value),
            };
            if (value == '\n') (_line, _column) = (_line + 1, 0);
            return ended;
        }

        public DocumentNode? TakeEntry()
        {
            var node = _length <= InputLimits.EntryBytesMax
                ? JsonDocuments.Read(_entry.WrittenSpan, _entryLine, _entryColumn, problems)
                : TooLong();
            _entry.ResetWrittenCount();
            _length = 0;
            return node;
        }

        public void End()
        {
            if (_place is Place.AfterArray) return;
            if (_place is Place.BeforeArray) throw problems.Fatal(null, null, "the file is empty", null, "a JSON array of prompts");
            throw problems.Fatal(_line, _column, "the file ends before its JSON array does");
        }

        private bool PushBetween(byte value)
        {
            if (value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') return false;
            switch (_place, value)
            {
                case (Place.BeforeArray, (byte)'['):
                    _place = Place.BeforeFirstEntry;
                    return false;
                case (Place.BeforeFirstEntry, (byte)']'):
                    _place = Place.AfterArray;
                    return false;
                case (Place.BeforeArray, _):
                    throw problems.Fatal(_line, _column, "the file must be a JSON array of prompts", null, "it begins with '['; a file of JSON lines ends in .jsonl");
                case (Place.AfterArray, _):
                    throw problems.Fatal(_line, _column, "there is text behind the JSON array");
                case (_, (byte)',' or (byte)']'):
                    throw problems.Fatal(_line, _column, "an entry is missing", $"'{(char)value}'", "a prompt");
                default:
                    (_place, _entryLine, _entryColumn) = (Place.InEntry, _line, _column);
                    return PushInEntry(value);
            }
        }

        private bool PushInEntry(byte value)
        {
            if (_inText)
            {
                if (_escaped) _escaped = false;
                else if (value == '\\') _escaped = true;
                else if (value == '"') _inText = false;
            }
            else if (_depth == 0 && (value is (byte)',' or (byte)']'))
            {
                _place = value == ',' ? Place.BeforeEntry : Place.AfterArray;
                return true;
            }
            else if (value == '"') _inText = true;
            else if (value is (byte)'{' or (byte)'[') _depth++;
            else if (value is (byte)'}' or (byte)']') _depth--;

            // A bracket too many is left to the entry's own reader, which names it.
            if (_depth < 0) _depth = 0;
            if (++_length <= InputLimits.EntryBytesMax) _entry.Write([value]);
            return false;
        }

        private DocumentNode? TooLong()
        {
            problems.Add(_entryLine, _entryColumn, null, "the entry is too long", $"{_length:N0} bytes", $"at most {InputLimits.EntryBytesMax:N0} bytes, a prompt of at most {InputLimits.PromptCharactersMax:N0} characters");
            return null;
        }
    }
}

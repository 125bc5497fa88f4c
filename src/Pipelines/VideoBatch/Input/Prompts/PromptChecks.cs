using FunctionsPipeline.Pipelines.Input;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>Turns entries of any format into prompts, in order: checks the words, gives ids and refuses duplicate ones.</summary>
/// <remarks>Keeps 20 bytes an id, not the prompts: a million of them take some 50 MB.</remarks>
internal sealed class PromptChecks(InputProblems problems)
{
    private readonly Dictionary<UInt128, int> _lineOfId = [];
    private int _position;

    /// <summary>Prompts seen, right or wrong.</summary>
    public int Count => _position;

    /// <summary>A prompt, or null when something about the entry is wrong; that is a problem then.</summary>
    public PromptEntry? Check(DocumentNode entry)
    {
        _position++;
        switch (entry.Kind)
        {
            case DocumentKind.Text:
                return Make(entry, entry, id: null, idNode: null, priority: null, expects: null);
            case DocumentKind.Map:
                return CheckMap(entry);
            default:
                problems.Add(
                    entry.Line, entry.Column, null, "this is not a prompt", entry.Description, "text, or a map with the field text");
                return null;
        }
    }

    private PromptEntry? CheckMap(DocumentNode entry)
    {
        var fields = new FieldReader(entry, PromptFields.All, problems);
        if (fields.Has(PromptFields.Text) && fields.Has(PromptFields.Prompt))
        {
            problems.Add(entry.Line, entry.Column, "prompt", "text and prompt are both given", null, "one of them");
            return null;
        }

        var textField = fields.Has(PromptFields.Prompt) ? PromptFields.Prompt : PromptFields.Text;
        var id = fields.Read(PromptFields.Id, null!);
        var priority = fields.ReadOrNull(PromptFields.Priority);
        var expects = fields.Read(PromptFields.Expects, null!);
        if (!fields.Has(textField))
        {
            fields.RefuseMissing(PromptFields.Text);
            return null;
        }

        // A text of a wrong kind is reported by the read; what comes back is then not worth checking.
        return fields.Read(textField, null!) is null
            ? null
            : Make(entry, fields.Find(textField)!, id, fields.Find(PromptFields.Id), priority, expects);
    }

    private PromptEntry? Make(
        DocumentNode entry, DocumentNode text, string? id, DocumentNode? idNode, ItemPriority? priority, IReadOnlyList<string>? expects)
    {
        var words = text.Value.Trim();
        if (!IsTextAllowed(words, text)) return null;

        id ??= string.Create(CultureInfo.InvariantCulture, $"p{_position:0000}");
        if (!_lineOfId.TryAdd(Key(id), entry.Line))
        {
            var place = idNode ?? entry;
            problems.Add(
                place.Line,
                place.Column,
                "id",
                $"the id is already that of the prompt in line {_lineOfId[Key(id)]}",
                $"'{id}'",
                "each id once, ignoring case");
            return null;
        }

        return new PromptEntry(id, words, priority, expects, entry.Line);
    }

    private bool IsTextAllowed(string words, DocumentNode text)
    {
        if (words.Length == 0)
        {
            problems.Add(text.Line, text.Column, null, "the prompt is empty");
            return false;
        }

        if (words.Length > InputLimits.PromptCharactersMax)
        {
            problems.Add(
                text.Line,
                text.Column,
                null,
                "the prompt is too long",
                $"{words.Length:N0} characters",
                $"at most {InputLimits.PromptCharactersMax:N0} characters");
            return false;
        }

        foreach (var character in words)
        {
            if (!char.IsControl(character) || character is '\n' or '\r' or '\t') continue;
            problems.Add(
                text.Line,
                text.Column,
                null,
                "the prompt holds a control character",
                $"U+{(int)character:X4}",
                "text, blanks, tabs and line ends");
            return false;
        }

        return true;
    }

    private static UInt128 Key(string id)
    {
        // Ids that differ only in case would be one file on some file systems.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id.ToLowerInvariant()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Runtime.CompilerServices;
using System.Text;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Comments.Input;

/// <summary>Reads posts as a stream and filters them. Memory grows by an id a post. For one reading.</summary>
/// <param name="spec">Where they come from, and which are wanted.</param>
/// <param name="now">What "the last hours" are counted from.</param>
internal sealed class CandidateReader(CommentsSpec spec, DateTimeOffset now)
{
    private readonly Dictionary<string, int> _lineOfId = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);
    private int _position;

    /// <summary>Posts that were left out, by the filter.</summary>
    public IReadOnlyDictionary<string, int> LeftOut => _leftOut;

    /// <summary>SHA-256 of what was read, lower-case hexadecimal; null before the end.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The posts that are wanted, in the order of the source, numbered from 0.</summary>
    /// <exception cref="InputException">Something is wrong with the source; whatever was given out before is worth nothing then.</exception>
    public async IAsyncEnumerable<Candidate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var problems = new InputProblems(spec.Candidates.Name);
        var wanted = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var node in NodesAsync(problems, cancellationToken))
        {
            if (Read(node, problems) is not { } candidate) continue;
            hash.AppendData(Encoding.UTF8.GetBytes($"{candidate.Id}\n{candidate.Text}\n"));
            if (FilterOf(candidate, wanted) is { } filter) _leftOut[filter] = _leftOut.GetValueOrDefault(filter) + 1;
            else yield return candidate with { Index = wanted++ };
        }

        problems.ThrowIfAny();
        if (_position == 0) throw problems.Fatal(null, null, "there is no post", null, "at least one");
        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async IAsyncEnumerable<DocumentNode> NodesAsync(InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (spec.Candidates.Path is not { } path)
        {
            foreach (var node in spec.Candidates.Inline) yield return node;
            yield break;
        }

        var format = EntryReader.FormatOf(path)!.Value;
        await using var bytes = new CheckedUtf8Stream(InputFiles.Open(path, problems), problems, EntryReader.BytesMax(format));
        await foreach (var node in EntryReader.ReadAsync(bytes, format, CandidateFields.Columns, problems).WithCancellation(cancellationToken)) yield return node;
    }

    private string? FilterOf(Candidate candidate, int wanted)
    {
        if (candidate.Followers.GetValueOrDefault() < spec.MinFollowers) return CommentsFields.MinFollowers.Name;
        if (spec.HoursBack is { } hours && !(candidate.CreatedAt >= now.AddHours(-hours))) return CommentsFields.HoursBack.Name;
        return wanted >= spec.MaxCandidates ? CommentsFields.MaxCandidates.Name : null;
    }

    private Candidate? Read(DocumentNode node, InputProblems problems)
    {
        _position++;
        if (node.Kind == DocumentKind.Text)
        {
            if (CandidateFields.Text.TryRead(node, out var bare)) return Make(node, bare, null, problems);
            problems.Add(node.Line, node.Column, null, "the post is not allowed", node.Description, CandidateFields.Text.Allowed);
            return null;
        }

        if (node.Kind != DocumentKind.Map)
        {
            problems.Add(node.Line, node.Column, null, "this is not a post", node.Description, "text, or a map with the field text");
            return null;
        }

        var fields = new FieldReader(node, CandidateFields.All, problems);
        if (!fields.Has(CandidateFields.Text)) fields.RefuseMissing(CandidateFields.Text);
        var text = fields.Read(CandidateFields.Text, "");
        var candidate = Make(fields.Find(CandidateFields.Id) ?? node, text, fields.Read(CandidateFields.Id, null!), problems);
        fields.ReadOrNull(CandidateFields.Likes);
        fields.ReadOrNull(CandidateFields.Reposts);
        fields.ReadOrNull(CandidateFields.Replies);
        fields.Read(CandidateFields.Language, "");
        return candidate is null ? null : candidate with
        {
            Author = fields.Read(CandidateFields.Author, null!),
            Followers = fields.ReadOrNull(CandidateFields.Followers),
            CreatedAt = fields.ReadOrNull(CandidateFields.CreatedAt),
            Url = fields.Read(CandidateFields.Url, null!),
        };
    }

    private Candidate? Make(DocumentNode place, string text, string? id, InputProblems problems)
    {
        if (text.Length == 0) return null;
        id ??= string.Create(CultureInfo.InvariantCulture, $"post-{_position:0000}");
        if (_lineOfId.TryAdd(id, place.Line)) return new Candidate { Index = 0, Id = id, Text = text };

        problems.Add(place.Line, place.Column, "id", $"the id is already that of the post in line {_lineOfId[id]}", $"'{id}'", "each id once, ignoring case");
        return null;
    }
}

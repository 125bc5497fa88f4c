using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;

/// <summary>The labelled set: one JSON object a line with <c>a</c>, <c>b</c>, <c>label</c> and <c>split</c>.</summary>
public sealed class LabelledPairs
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private LabelledPairs(IReadOnlyList<LabelledPair> pairs) => Pairs = pairs;

    /// <summary>All pairs in the order of the file.</summary>
    public IReadOnlyList<LabelledPair> Pairs { get; }

    /// <summary>SHA-256 of what the pairs say, whatever the file's line ends.</summary>
    public string Sha256 => TextHash.Sha256(string.Join('\n', Pairs.Select(Line)));

    /// <summary>The pairs of one split.</summary>
    public IEnumerable<LabelledPair> Of(PairSplit split) => Pairs.Where(pair => pair.Split == split);

    /// <summary>Which split the texts belong to.</summary>
    public static PairSplit SplitOf(string a, string b) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{a}\n{b}"))[0] % 2 == 0 ? PairSplit.Fit : PairSplit.Test;

    /// <summary>Reads a file strictly.</summary>
    /// <exception cref="FormatException">A line is no pair, stands in the wrong split or repeats a text; the message names the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<LabelledPairs> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var (pairs, texts, number) = (new List<LabelledPair>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase), 0);
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (line.Length == 0) continue;
            var pair = Parse(line, $"{path}, line {number}");
            foreach (var text in (string[])[pair.A, pair.B])
            {
                // A text in both splits would let a fit see what it is measured on.
                if (!texts.Add(text)) throw new FormatException($"{path}, line {number}: the text '{text}' stands in the file already. Each text stands once.");
            }

            pairs.Add(pair);
        }

        return pairs.Count > 0 ? new LabelledPairs(pairs) : throw new FormatException($"{path}: it holds no pair.");
    }

    private static LabelledPair Parse(string line, string where)
    {
        if (line.Length > Limits.PairLineCharactersMax)
        {
            throw new FormatException($"{where}: {line.Length} characters; {Limits.PairLineCharactersMax} are allowed.");
        }

        LabelledPair pair;
        try
        {
            pair = JsonSerializer.Deserialize<LabelledPair>(line, Options) ?? throw new FormatException($"{where}: null is no pair.");
        }
        catch (JsonException error)
        {
            throw new FormatException(
                $"{where}: {error.Message} A line is {{\"a\":\"...\",\"b\":\"...\",\"label\":\"paraphrase|near-miss|negation|unrelated\",\"split\":\"fit|test\"}}.", error);
        }

        if (string.IsNullOrWhiteSpace(pair.A) || string.IsNullOrWhiteSpace(pair.B)) throw new FormatException($"{where}: a text is empty.");
        var split = SplitOf(pair.A, pair.B);
        return pair.Split == split
            ? pair
            : throw new FormatException($"{where}: the split is '{Word(pair.Split)}'; the hash of the texts puts the pair into '{Word(split)}'.");
    }

    private static string Line(LabelledPair pair) => JsonSerializer.Serialize(pair, Options);

    private static string Word(PairSplit split) => JsonNamingPolicy.KebabCaseLower.ConvertName(split.ToString());
}

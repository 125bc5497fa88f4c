using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication;

/// <summary>The fitted threshold of one embedder, and on what it was fitted.</summary>
/// <param name="ProviderId">Provider.</param>
/// <param name="Model">Model.</param>
/// <param name="Threshold">The least cosine of two texts that say the same.</param>
/// <param name="PairsSha256">Hash of the labelled pairs of the fit.</param>
public sealed record FittedThreshold(string ProviderId, string Model, double Threshold, string PairsSha256);

/// <summary>Thresholds that come with the program, one an embedder. Cosines of one embedder mean nothing for another, so none has a default.</summary>
/// <remarks>Immutable; safe for several threads.</remarks>
public sealed class DeduplicationThresholds
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    private DeduplicationThresholds(IReadOnlyList<FittedThreshold> fitted) => Fitted = fitted;

    /// <summary>Those of this build.</summary>
    public static DeduplicationThresholds BuiltIn { get; } = Parse(BuiltInText());

    /// <summary>One an embedder.</summary>
    public IReadOnlyList<FittedThreshold> Fitted { get; }

    /// <summary>The threshold of an embedder.</summary>
    /// <exception cref="KeyNotFoundException">None was fitted for it; the message says which there are and how to fit one.</exception>
    public double Of(EmbedderId embedder) => Find(embedder) ?? throw new KeyNotFoundException(
        $"No threshold is fitted for the embedder {embedder}; there is one for {string.Join(", ", Fitted.Select(Name))}. "
        + "Use one of these, or fit one on samples/comments/dedup-pairs.jsonl (docs/pipelines/comments-deduplication.md).");

    /// <summary>The threshold of an embedder; null when none was fitted for it.</summary>
    public double? Find(EmbedderId embedder) =>
        Fitted.FirstOrDefault(fitted => fitted.ProviderId == embedder.ProviderId && fitted.Model == embedder.Model)?.Threshold;

    /// <summary>These and one more, which replaces an older one of the same embedder.</summary>
    public DeduplicationThresholds With(FittedThreshold fitted) => new(
    [
        .. Fitted.Where(old => old.ProviderId != fitted.ProviderId || old.Model != fitted.Model)
            .Append(fitted)
            .OrderBy(Name, StringComparer.Ordinal),
    ]);

    /// <summary>The form of <c>thresholds.json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(Fitted, Options) + "\n";

    /// <summary>Reads the form of <c>thresholds.json</c>.</summary>
    /// <exception cref="JsonException">It has another form.</exception>
    public static DeduplicationThresholds Parse(string json) => new(JsonSerializer.Deserialize<List<FittedThreshold>>(json, Options) ?? []);

    private static string Name(FittedThreshold fitted) => new EmbedderId(fitted.ProviderId, fitted.Model).ToString();

    private static string BuiltInText()
    {
        using var stream = typeof(DeduplicationThresholds).Assembly.GetManifestResourceStream("FunctionsPipeline.Pipelines.Comments.Deduplication.thresholds.json")
            ?? throw new InvalidOperationException("The program was built without its data file thresholds.json.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

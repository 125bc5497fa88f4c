using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Offline;

/// <summary>
/// Vectors of short English texts without a network, a key or a cost: what a text is about, as hashed concepts, with the
/// letters of its words for spellings that no list knows. The same text gives the same vector on every machine.
/// </summary>
/// <remarks>
/// It knows the words of its lists and the letters of all others: two words that mean the same and stand in no common group are
/// strangers to it. Vectors are kept, so a change that moves them needs a new <see cref="ModelName"/>. Safe for several threads.
/// </remarks>
public sealed class OfflineEmbeddingModel : IEmbeddingModel
{
    /// <summary>The model. Its number rises with every change that moves a vector.</summary>
    public const string ModelName = "hashed-words-1";

    /// <summary>Length of its vectors.</summary>
    public const int Dimensions = 1024;

    // Chosen on the fit split of the labelled pairs, coarsely.
    private const double FramingWeight = 0.4;
    private const double LettersWeight = 0.6;
    private const int LettersLength = 3;

    /// <inheritdoc/>
    public string ProviderId => OfflineProvider.Id;

    /// <summary>The same text again gives the same vector and costs nothing again.</summary>
    public ProviderClass Class => ProviderClass.K;

    /// <inheritdoc/>
    public IReadOnlyList<string> Models { get; } = [ModelName];

    /// <inheritdoc/>
    public int TextsMax => 256;

    /// <inheritdoc/>
    public Task<EmbeddingReply> SubmitAsync(EmbeddingRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        if (!string.Equals(reservation.Provider, ProviderId, StringComparison.Ordinal))
        {
            throw NotSent($"the reservation is for '{reservation.Provider}'", ProviderErrorCode.ReservationMismatch);
        }

        if (request.Model != ModelName) throw NotSent($"model: '{request.Model}' is not known; there is '{ModelName}'");
        if (request.Texts.Count == 0 || request.Texts.Count > TextsMax) throw NotSent($"texts: {request.Texts.Count} of them; 1 to {TextsMax} are allowed");
        if (request.Dimensions is { } dimensions && dimensions != Dimensions) throw NotSent($"dimensions: {dimensions}; only {Dimensions} is allowed");
        var vectors = new List<ReadOnlyMemory<float>>(request.Texts.Count);
        foreach (var text in request.Texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            vectors.Add(Embed(text));
        }

        return Task.FromResult(new EmbeddingReply(vectors, InputTokens: 0, ChargedTicks: 0));
    }

    /// <summary>The vector of one text, of length 1.</summary>
    /// <exception cref="ProviderException">The text is empty.</exception>
    public static float[] Embed(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw NotSent("texts: one of them is empty");
        var vector = new HashedVector(Dimensions);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in EnglishText.Read(text))
        {
            // A word said twice tells no more.
            if (word.Role == WordRole.Silent || !seen.Add(word.Concept)) continue;
            var weight = word.Role == WordRole.Framing ? FramingWeight : 1;
            vector.Add("w:" + word.Concept, weight);
            AddLetters(vector, word.Concept, weight * LettersWeight);
        }

        return vector.ToUnit() ?? OfGrammarOnly(text);
    }

    private static void AddLetters(HashedVector vector, string word, double weight)
    {
        var framed = $"<{word}>";
        var count = framed.Length - LettersLength + 1;
        if (count < 1) return;
        for (var start = 0; start < count; start++) vector.Add("l:" + framed.Substring(start, LettersLength), weight / Math.Sqrt(count));
    }

    /// <summary>"So am I!" and "🙏": the words as they are, or the characters where there is no word.</summary>
    private static float[] OfGrammarOnly(string text)
    {
        var vector = new HashedVector(Dimensions);
        foreach (var word in EnglishText.Read(text)) vector.Add("s:" + word.Surface, 1);
        if (vector.ToUnit() is { } unit) return unit;
        foreach (var rune in text.Trim().EnumerateRunes()) vector.Add("r:" + rune, 1);
        return vector.ToUnit() ?? Axis();
    }

    /// <summary>Signs that cancel each other out to nothing are rare, and a vector must have a direction.</summary>
    private static float[] Axis()
    {
        var axis = new float[Dimensions];
        axis[0] = 1;
        return axis;
    }

    private static ProviderException NotSent(string why, ProviderErrorCode code = ProviderErrorCode.InvalidRequest) => new(new ProviderFailure
    {
        Provider = OfflineProvider.Id,
        Operation = "embedding",
        Code = code,
        Message = why,
        Hint = "Change the request; the same one fails again.",
        IsRetryable = false,
        MoneySpent = MoneySpent.No,
        NeverLeft = true,
    });
}

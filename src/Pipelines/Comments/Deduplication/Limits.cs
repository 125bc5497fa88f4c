namespace FunctionsPipeline.Pipelines.Comments.Deduplication;

/// <summary>Bounds, each with its reason.</summary>
internal static class Limits
{
    /// <summary>Texts that one index holds: at 1024 dimensions 200 MB, and a search of about a tenth of a second. The newest of a longer history are the ones to take.</summary>
    public const int IndexTextsMax = 50_000;

    /// <summary>Characters of a text: replies are short, and a row of the store holds the text beside its vector.</summary>
    public const int TextCharactersMax = 10_000;

    /// <summary>Dimensions of a vector: as many as one property of a table row holds.</summary>
    public const int DimensionsMax = 16_000;

    /// <summary>Characters of one line in a file of labelled pairs; more is no pair of replies.</summary>
    public const int PairLineCharactersMax = 50_000;
}

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>The limits of the pipeline, each with its reason.</summary>
public static class ImagesLimits
{
    /// <summary>Characters of a prompt: a language model writes the next one whole, within the bound on its answer.</summary>
    public const int PromptCharactersMax = 4000;

    /// <summary>Images of one prompt: their records and decisions travel as one payload of 16 KiB.</summary>
    public const int IterationsMax = 10;

    /// <summary>Further scores of one image, for the same reason.</summary>
    public const int RescoresMax = 5;

    /// <summary>Longest side of a picture that the judge is shown, pixels: what one costs in tokens is bounded by it.</summary>
    public const int JudgedSideMaxPx = 1024;

    /// <summary>Bytes of a picture that is sent to the judge as it is: in base64 a third more, far below every provider's bound.</summary>
    public const int JudgedBytesMax = 3 << 20;

    /// <summary>Characters of a judge's comment that are kept.</summary>
    public const int CommentCharactersMax = 300;

    /// <summary>How long an image may be in a provider's queue.</summary>
    public const int ImageTimeoutSeconds = 600;
}

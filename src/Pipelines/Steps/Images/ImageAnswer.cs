using System.Text.Json.Serialization;

namespace FunctionsPipeline.Pipelines.Steps.Images;

/// <summary>An image as it is kept; its file lies beside it.</summary>
internal sealed record ImageAnswer
{
    /// <summary>True when moderation held it back.</summary>
    public bool IsRefused { get; init; }

    /// <summary>What the provider made of the prompt, when it says.</summary>
    public string? RevisedPrompt { get; init; }

    /// <summary>Seed that was used; null when none was asked for and none is known.</summary>
    public long? Seed { get; init; }

    /// <summary>Why the image that was paid for could not be fetched; null when it could.</summary>
    public string? NoFile { get; init; }

    /// <summary>Why what came is no picture that can be used: no image, cut short, or not to be decoded; null when nothing is wrong with it.</summary>
    public string? Malformed { get; init; }

    /// <summary>The file; null when there is none.</summary>
    public ImageFileFacts? File { get; init; }

    /// <summary>What the local checks say; null without a file.</summary>
    public PictureReport? Report { get; init; }

    /// <summary>Why there is no picture for anybody to look at, the same whoever was to make it; null when there is one.</summary>
    [JsonIgnore]
    public AnswerProblem? Problem => this switch
    {
        { NoFile: { } why } => new AnswerProblem("image_missing", why, IsRetryable: true),
        { Malformed: { } why } => new AnswerProblem("malformed_image", $"What came is no picture that can be used: {why}.", IsRetryable: true),
        { File: null } => new AnswerProblem("refused", "The provider's moderation held the image back.", IsRetryable: false),
        _ => null,
    };

    /// <summary>The file's bytes, on their way from the provider to the store.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Content { get; init; }
}

/// <summary>The file of an image.</summary>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
internal sealed record ImageFileFacts(string MediaType, long Bytes, string Sha256);

/// <summary>What is wrong in a picture as far as its pixels tell.</summary>
internal sealed record PictureReport
{
    /// <summary>Overall score, 0 to 1; null when nothing could be measured.</summary>
    public double? Score { get; init; }

    /// <summary>Scores of the checks by name; null where one could not measure.</summary>
    public IReadOnlyDictionary<string, double?> Checks { get; init; } = new Dictionary<string, double?>();

    /// <summary>Names of the checks below the threshold, worst first.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];

    /// <summary>What later pictures are compared with, 16 hexadecimal digits; null when there is nothing to compare by.</summary>
    public string? Hash { get; init; }

    /// <summary>Pixels in a row, of at most 2048; null when it was not decoded.</summary>
    public int? WidthPx { get; init; }

    /// <summary>Rows.</summary>
    public int? HeightPx { get; init; }

    /// <summary>Why the file is no picture; null when it is one.</summary>
    public string? Undecodable { get; init; }

    /// <summary>Why it was not checked; null when it was.</summary>
    public string? NotChecked { get; init; }
}

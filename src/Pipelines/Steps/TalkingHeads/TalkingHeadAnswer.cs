using System.Text.Json.Serialization;

namespace FunctionsPipeline.Pipelines.Steps.TalkingHeads;

/// <summary>A clip of a face that speaks, as it is kept; its file lies beside it.</summary>
internal sealed record TalkingHeadAnswer
{
    /// <summary>Why the clip cannot be used although it was paid for; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The file; null when nothing came.</summary>
    public ClipFileFacts? File { get; init; }

    /// <summary>Length, s, as it was decoded here; what the provider says where this host has no ffmpeg, and null where neither is known.</summary>
    public double? Seconds { get; init; }

    /// <summary>Frames; null when it was not decoded.</summary>
    public int? Frames { get; init; }

    /// <summary>Width, px.</summary>
    public int? WidthPx { get; init; }

    /// <summary>Height, px.</summary>
    public int? HeightPx { get; init; }

    /// <summary>Why it was not decoded; null when it was.</summary>
    public string? NotChecked { get; init; }

    /// <summary>The fetched file, on its way to the store.</summary>
    [JsonIgnore]
    public string? ScratchPath { get; init; }
}

/// <summary>The file of a clip, an mp4.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
internal sealed record ClipFileFacts(long Bytes, string Sha256);

/// <summary>What a usable clip comes to, for histories.</summary>
/// <param name="Seconds">Length, s; null when nobody knows.</param>
/// <param name="Sha256">Of the file.</param>
public sealed record TalkingHeadVerdict(double? Seconds, string Sha256);

/// <summary>What a face that speaks is made of.</summary>
/// <param name="PortraitPath">Blob of the picture, PNG or JPEG.</param>
/// <param name="PortraitSha256">Hash of its content, lower-case hexadecimal.</param>
/// <param name="SoundPath">Blob of what it says, MP3 or WAV.</param>
/// <param name="SoundSha256">Hash of its content.</param>
/// <param name="SoundSeconds">Length of the sound as measured, s.</param>
internal sealed record TalkingHeadMaterial(string PortraitPath, string PortraitSha256, string SoundPath, string SoundSha256, double SoundSeconds)
{
    /// <summary>Shape of the clip, for example <c>9:16</c>; left out where the model makes the picture's only.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>For example <c>1080p</c>; left out where the model takes none.</summary>
    public string? Resolution { get; init; }
}

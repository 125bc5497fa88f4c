using System.Text.Json.Serialization;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Steps.Speech;

/// <summary>A spoken text as it is kept; its file lies beside it.</summary>
internal sealed record SpeechAnswer
{
    /// <summary>Why the sound cannot be used although it was paid for; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The file; null when nothing came.</summary>
    public SoundFileFacts? File { get; init; }

    /// <summary>Length, s, as it was decoded here; what the provider says where this host has no ffmpeg, and null where neither is known.</summary>
    public double? Seconds { get; init; }

    /// <summary>The loudest tenth of a second, dB of full scale; null when it was not decoded.</summary>
    public double? LoudestDb { get; init; }

    /// <summary>Why it was not decoded; null when it was.</summary>
    public string? NotChecked { get; init; }

    /// <summary>When each word is spoken; empty when the provider does not say, or says what the sound cannot be.</summary>
    public IReadOnlyList<TimedText> Words { get; init; } = [];

    /// <summary>The file's bytes, on their way from the provider to the store.</summary>
    [JsonIgnore]
    public InlineSound? Content { get; init; }
}

/// <summary>The file of a sound.</summary>
/// <param name="MediaType"><c>audio/mpeg</c> or <c>audio/wav</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
internal sealed record SoundFileFacts(string MediaType, long Bytes, string Sha256)
{
    /// <summary>Ending of its name.</summary>
    [JsonIgnore]
    public string Ending => EndingOf(MediaType);

    /// <summary>Ending of the name of a file of a media type.</summary>
    public static string EndingOf(string mediaType) => mediaType switch
    {
        "audio/mpeg" => ".mp3",
        "audio/wav" => ".wav",
        _ => throw new ArgumentException($"'{mediaType}' is none of audio/mpeg and audio/wav.", nameof(mediaType)),
    };
}

/// <summary>What a usable spoken text comes to, for histories: the words and the file are in what is kept.</summary>
/// <param name="Seconds">Length, s; null when nobody knows.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Words">Number of words whose times are known.</param>
public sealed record SpeechVerdict(double? Seconds, string Sha256, int Words);

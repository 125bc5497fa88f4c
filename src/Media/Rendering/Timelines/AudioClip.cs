using System.Text.Json.Serialization;

namespace FunctionsPipeline.Media;

/// <summary>What is heard for a while.</summary>
/// <param name="Path">A file with sound.</param>
/// <param name="Role">What it is.</param>
/// <param name="StartSeconds">When it begins, 0 or more.</param>
/// <param name="Seconds">How long it is heard, more than 0; a voice's file is so long, music is repeated until then.</param>
/// <param name="GainDb">Change of its level beside <see cref="LoudnessTarget.SourceLufs"/>, dB, -60 to 30.</param>
public sealed record AudioClip(string Path, AudioRole Role, double StartSeconds, double Seconds, double GainDb = 0);

/// <summary>What a sound is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AudioRole>))]
public enum AudioRole
{
    /// <summary>Somebody speaks.</summary>
    Voice,

    /// <summary>Music; goes down under voices.</summary>
    Music,
}

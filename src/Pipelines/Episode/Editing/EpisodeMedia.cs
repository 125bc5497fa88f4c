using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>The files that an episode is cut from. Paths are local files that exist and were looked at.</summary>
/// <param name="Narration">The narrator, one sound a beat, in the order of the beats.</param>
/// <param name="Lines">What characters say, in the order of the script's lines.</param>
/// <param name="Broll">Pictures, in the order of the script's scenes.</param>
public sealed record EpisodeMedia(IReadOnlyList<SpokenSound> Narration, IReadOnlyList<LineMedia> Lines, IReadOnlyList<string> Broll)
{
    /// <summary>Music below everything; null for none.</summary>
    public string? MusicPath { get; init; }
}

/// <summary>A sound and when its words are spoken.</summary>
/// <param name="Path">File.</param>
/// <param name="Seconds">Length as measured.</param>
/// <param name="Words">When each word is spoken, from the sound's beginning; empty when nobody knows, then they are spread over it by length.</param>
public sealed record SpokenSound(string Path, double Seconds, IReadOnlyList<SpokenWord> Words);

/// <summary>A word and when it is spoken, s from the beginning of its sound.</summary>
public sealed record SpokenWord(string Text, double StartSeconds, double EndSeconds);

/// <summary>A line: its sound, and the face that says it.</summary>
/// <param name="Sound">The sound.</param>
/// <param name="ClipPath">A clip in which the face speaks; null when the portrait stands in, moved slowly.</param>
/// <param name="PortraitPath">The face as a picture.</param>
public sealed record LineMedia(SpokenSound Sound, string? ClipPath, string PortraitPath);

using FunctionsPipeline.Pipelines.Episode.Editing;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Where the assets of an episode lie, as blobs: what the cut is made from, in the order of the script.</summary>
/// <param name="Narration">Sounds of the beats.</param>
/// <param name="Lines">Sounds of the lines, with their faces.</param>
/// <param name="Broll">Pictures of the scenes.</param>
public sealed record AssetLayout(IReadOnlyList<LaidSound> Narration, IReadOnlyList<LaidLine> Lines, IReadOnlyList<string> Broll)
{
    /// <summary>Blob of the music; null for none.</summary>
    public string? MusicPath { get; init; }
}

/// <summary>A sound.</summary>
/// <param name="Path">Blob.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Words">When each word is spoken; empty when nobody knows.</param>
public sealed record LaidSound(string Path, double Seconds, IReadOnlyList<SpokenWord> Words);

/// <summary>A line.</summary>
/// <param name="Sound">Its sound.</param>
/// <param name="ClipPath">Blob of the clip in which its face speaks; null when there is none.</param>
/// <param name="PortraitPath">Blob of the face.</param>
public sealed record LaidLine(LaidSound Sound, string? ClipPath, string PortraitPath);

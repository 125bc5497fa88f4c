using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Characters;

/// <summary>A character as a project knows it: the same in every episode.</summary>
public sealed record CharacterRecord
{
    /// <summary>Project.</summary>
    public required string Project { get; init; }

    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>What its picture shows: of the episode in which it first appeared.</summary>
    public required string Appearance { get; init; }

    /// <summary>How it sounds.</summary>
    public required VoiceProfile Voice { get; init; }

    /// <summary>What moves it.</summary>
    public required CharacterDepth Depth { get; init; }

    /// <summary>Seed of its face.</summary>
    public required long Seed { get; init; }

    /// <summary>Its voice at each provider, by provider id.</summary>
    public required IReadOnlyDictionary<string, string> Voices { get; init; }

    /// <summary>Blob of its face; null while none was made.</summary>
    public string? PortraitPath { get; init; }

    /// <summary>SHA-256 of the face, lower-case hexadecimal; null while none was made.</summary>
    public string? PortraitSha256 { get; init; }
}

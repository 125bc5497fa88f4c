namespace FunctionsPipeline.Pipelines.Episode.Casting;

/// <summary>A voice that a provider offers.</summary>
/// <param name="Id">As requests name it.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Gender"><c>female</c>, <c>male</c> or <c>neutral</c>.</param>
/// <param name="Age"><c>child</c>, <c>young</c>, <c>middle</c> or <c>old</c>.</param>
/// <param name="Tones">How it sounds, a word each.</param>
public sealed record CastVoice(string Id, string Name, string Gender, string Age, IReadOnlyList<string> Tones);

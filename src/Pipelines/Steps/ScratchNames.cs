namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>Names of files that lie in the scratch folder for a moment.</summary>
internal static class ScratchNames
{
    /// <summary>
    /// A name that nothing else has, and without an ending: ffmpeg takes one that it knows (<c>.rgb</c>, <c>.722</c>) for the kind of the file, and a
    /// random one that happened to be such would make a good sound one that cannot be decoded, and have it bought again.
    /// </summary>
    public static string Create(string kind) => $"{kind}-{Path.GetRandomFileName().Replace('.', '-')}";
}

namespace FunctionsPipeline.Pipelines.Steps.Images;

/// <summary>Names of image files.</summary>
internal static class ImageFileKind
{
    /// <summary>Ending of the name of a file of this media type.</summary>
    public static string EndingOf(string mediaType) => mediaType switch
    {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/webp" => ".webp",
        _ => throw new ArgumentException($"'{mediaType}' is none of image/png, image/jpeg and image/webp.", nameof(mediaType)),
    };
}

using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers;

/// <summary>Generates images: at once, or by a queue that is asked later. Safe for several threads.</summary>
public interface IImageGenerator
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>What the provider offers against paying twice.</summary>
    ProviderClass Class { get; }

    /// <summary>True when the provider's base URL is on loopback, so that its results may be fetched from private addresses too.</summary>
    bool IsOnLoopback { get; }

    /// <summary>The models it is known to have; empty when any name may be right, as at a server of one's own.</summary>
    IReadOnlyList<ImageModel> Models { get; }

    /// <summary>Checks a request without sending anything. Each line names a field, the value and what is allowed.</summary>
    /// <returns>The problems; empty when the request is fine.</returns>
    IReadOnlyList<string> Validate(ImageRequest request);

    /// <summary>Sends the paid request, once.</summary>
    /// <exception cref="ProviderException">Not accepted, or unsure: <see cref="ProviderFailure.MoneySpent"/> tells which.</exception>
    Task<ImageSubmission> SubmitAsync(ImageRequest request, Reservation reservation, CancellationToken cancellationToken);

    /// <summary>Asks for the images of a queued request. Free; retried inside when the network or the provider stumbles.</summary>
    /// <param name="model">The model it was submitted to.</param>
    /// <param name="requestId">The id from the submit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The images, or null while they are not ready.</returns>
    /// <exception cref="ProviderException">The request failed, or the question could not be answered.</exception>
    /// <exception cref="NotSupportedException">The provider has no queue: every submission is finished at once.</exception>
    Task<ImageReply?> GetResultAsync(string model, string requestId, CancellationToken cancellationToken);
}

/// <summary>What one image model can do.</summary>
/// <param name="Name">Name as the provider writes it.</param>
/// <param name="AspectRatios">Shapes it makes, for example <c>16:9</c>; empty when it takes none.</param>
/// <param name="Resolutions">Resolutions it makes, cheapest first; empty when it takes none.</param>
public sealed record ImageModel(string Name, IReadOnlyList<string> AspectRatios, IReadOnlyList<string> Resolutions)
{
    /// <summary>Most images of one request.</summary>
    public int CountMax { get; init; } = 1;

    /// <summary>True when the model takes a seed.</summary>
    public bool TakesSeed { get; init; }

    /// <summary>True when the model takes a negative prompt.</summary>
    public bool TakesNegativePrompt { get; init; }

    /// <summary>Most pictures that may be given to go by; 0 when it takes none.</summary>
    public int ReferencesMax { get; init; }

    /// <summary>
    /// Pixels of each shape, for models that are billed by them: what a request costs then follows from the request. The first one is made when
    /// no shape is asked for. Empty for models that are billed otherwise.
    /// </summary>
    public IReadOnlyList<ImageShape> Shapes { get; init; } = [];

    /// <summary>What a request is billed for: the megapixels of an image, rounded up, for each image.</summary>
    /// <returns>Megapixels; null when the shape's pixels are not known.</returns>
    public long? BilledMegapixels(ImageRequest request) => ShapeOf(request) is { } shape ? shape.MegapixelsRoundedUp * request.Count : null;

    /// <summary>The shape that a request asks for, or the usual one; null when its pixels are not known.</summary>
    public ImageShape? ShapeOf(ImageRequest request) =>
        Shapes.FirstOrDefault(shape => request.AspectRatio is null || string.Equals(shape.AspectRatio, request.AspectRatio, StringComparison.Ordinal));
}

/// <summary>A shape of images in pixels.</summary>
/// <param name="AspectRatio">For example <c>16:9</c>.</param>
/// <param name="WidthPx">Width, px.</param>
/// <param name="HeightPx">Height, px.</param>
public sealed record ImageShape(string AspectRatio, int WidthPx, int HeightPx)
{
    private const long PixelsInMegapixel = 1_000_000;

    /// <summary>Megapixels (1,000,000 px) of one image, rounded up.</summary>
    public long MegapixelsRoundedUp => (((long)WidthPx * HeightPx) + PixelsInMegapixel - 1) / PixelsInMegapixel;
}

/// <summary>Images to generate.</summary>
/// <param name="Model">Model name as the provider writes it.</param>
/// <param name="Prompt">Text, sent as it is.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="AspectRatio">For example <c>16:9</c>; null leaves it to the model.</param>
/// <param name="Resolution">For example <c>1k</c>; null leaves it to the model.</param>
public sealed record ImageRequest(string Model, string Prompt, int Count = 1, string? AspectRatio = null, string? Resolution = null)
{
    /// <summary>Seed, for models that take one.</summary>
    public long? Seed { get; init; }

    /// <summary>What must not be seen, for models that take it.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Pictures to go by, for example of a character, for models that take some.</summary>
    public IReadOnlyList<InlineImage> References { get; init; } = [];
}

/// <summary>What a submit gave.</summary>
public abstract record ImageSubmission
{
    private ImageSubmission() { }

    /// <summary>The images, at once.</summary>
    /// <param name="Reply">The images.</param>
    public sealed record Finished(ImageReply Reply) : ImageSubmission;

    /// <summary>A place in the provider's queue.</summary>
    /// <param name="RequestId">What to ask with.</param>
    public sealed record Queued(string RequestId) : ImageSubmission;
}

/// <summary>What came back.</summary>
/// <param name="Images">One entry per image, refused ones included.</param>
/// <param name="ChargedTicks">Cost, ticks of 1e-10 USD; null when the provider does not say.</param>
public sealed record ImageReply(IReadOnlyList<GeneratedImage> Images, long? ChargedTicks)
{
    /// <summary>The provider's id of the request; empty when it gave none.</summary>
    public string Id { get; init; } = "";

    /// <summary>Tokens, when the provider bills images by them; null when not.</summary>
    public ChatUsage? Usage { get; init; }
}

/// <summary>One image: a link, a file, something that came in its place, or a refusal.</summary>
/// <param name="Url">Temporary link; null when the file came with the reply, or was refused.</param>
/// <param name="RevisedPrompt">The prompt the provider made of ours, when it says.</param>
public sealed record GeneratedImage(Uri? Url, string? RevisedPrompt)
{
    /// <summary>The file, when it came with the reply.</summary>
    public InlineImage? File { get; init; }

    /// <summary>Seed that was used, when the provider says.</summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Why what came in place of the file is no whole PNG, JPEG or WebP; null when nothing is known to be wrong. The call was answered and
    /// has its price all the same, so it is no failure of it: nobody has to find out what became of it.
    /// </summary>
    public string? Malformed { get; init; }

    /// <summary>True when moderation held the image back.</summary>
    public bool IsRefused => Url is null && File is null && Malformed is null;

    /// <summary>What came as the bytes of a file. They tell the kind, not a label beside them.</summary>
    internal static GeneratedImage OfFile(ReadOnlyMemory<byte> file)
    {
        var probe = Downloads.ImageProbe.Judge(file.Span);
        return probe.Fault is null
            ? new GeneratedImage(null, null) { File = new InlineImage(InlineImage.MediaTypeOf(file.Span)!, file) }
            : new GeneratedImage(null, null) { Malformed = probe.Reason };
    }
}

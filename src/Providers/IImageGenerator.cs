using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers;

/// <summary>Generates images in one paid call. Safe for several threads.</summary>
public interface IImageGenerator
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>What the provider offers against paying twice.</summary>
    ProviderClass Class { get; }

    /// <summary>Names of the models it knows.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Checks a request without sending anything.</summary>
    /// <returns>The problems; empty when the request is fine.</returns>
    IReadOnlyList<string> Validate(ImageRequest request);

    /// <summary>Sends the paid request, once, and waits for the images.</summary>
    /// <exception cref="ProviderException">Not accepted, or unsure: <see cref="ProviderFailure.MoneySpent"/> tells which.</exception>
    Task<ImageReply> SubmitAsync(ImageRequest request, Reservation reservation, CancellationToken cancellationToken);
}

/// <summary>Images to generate.</summary>
/// <param name="Model">Model name as the provider writes it.</param>
/// <param name="Prompt">Text, sent as it is.</param>
/// <param name="Count">How many, 1 to 10.</param>
/// <param name="AspectRatio">For example <c>16:9</c>; null leaves it to the model.</param>
/// <param name="Resolution"><c>1k</c> or <c>2k</c>; null leaves it to the model.</param>
public sealed record ImageRequest(string Model, string Prompt, int Count = 1, string? AspectRatio = null, string? Resolution = null);

/// <summary>What came back.</summary>
/// <param name="Images">One entry per image, refused ones included.</param>
/// <param name="ChargedTicks">Cost, ticks of 1e-10 USD; null when the provider does not say.</param>
public sealed record ImageReply(IReadOnlyList<GeneratedImage> Images, long? ChargedTicks);

/// <summary>One image.</summary>
/// <param name="Url">Temporary link; null when refused for its content.</param>
/// <param name="RevisedPrompt">The prompt the provider made of ours, when it says.</param>
public sealed record GeneratedImage(Uri? Url, string? RevisedPrompt)
{
    /// <summary>True when moderation held the image back.</summary>
    public bool IsRefused => Url is null;
}

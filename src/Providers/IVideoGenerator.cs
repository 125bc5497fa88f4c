using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers;

/// <summary>Generates clips at one provider: submit, then poll. Safe for several threads.</summary>
public interface IVideoGenerator
{
    /// <summary>Id of the provider in the ledger and in messages, for example <c>xai</c>.</summary>
    string ProviderId { get; }

    /// <summary>What the provider offers against paying twice.</summary>
    ProviderClass Class { get; }

    /// <summary>True when a terminal status carries what was charged; otherwise the price list must tell.</summary>
    bool ReportsCharge { get; }

    /// <summary>True when the provider's base URL is on loopback, so that its results may be fetched from private addresses too.</summary>
    bool IsOnLoopback { get; }

    /// <summary>The models it knows and what each can do.</summary>
    IReadOnlyList<VideoModel> Models { get; }

    /// <summary>Checks a request without sending anything. Each line names a field, the value and what is allowed.</summary>
    /// <returns>The problems; empty when the request is fine.</returns>
    IReadOnlyList<string> Validate(VideoRequest request);

    /// <summary>Sends the paid request, once.</summary>
    /// <param name="request">What to generate.</param>
    /// <param name="reservation">The money held for it; must be for this provider.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The provider's request id.</returns>
    /// <exception cref="ProviderException">Not accepted, or unsure: <see cref="ProviderFailure.MoneySpent"/> tells which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled when it may have left; cancelled earlier, it is not accepted.</exception>
    Task<string> SubmitAsync(VideoRequest request, Reservation reservation, CancellationToken cancellationToken);

    /// <summary>Asks how a generation stands. Free; retried inside when the network or the provider stumbles.</summary>
    /// <remarks>The prompt is not known here, so a provider that repeats it in a message of a failed generation is quoted as it is.</remarks>
    /// <param name="model">The model it was submitted to.</param>
    /// <param name="requestId">The id from the submit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProviderException">The question could not be answered. It says nothing about the generation.</exception>
    Task<VideoGenerationStatus> GetStatusAsync(string model, string requestId, CancellationToken cancellationToken);
}

/// <summary>A clip to generate.</summary>
/// <param name="Model">Model name as the provider writes it.</param>
/// <param name="Prompt">Text, sent as it is.</param>
/// <param name="DurationSeconds">Length of the clip, s.</param>
/// <param name="AspectRatio">For example <c>16:9</c>; null leaves it to the model.</param>
/// <param name="Resolution">For example <c>720p</c>; null leaves it to the model.</param>
public sealed record VideoRequest(
    string Model, string Prompt, int DurationSeconds, string? AspectRatio = null, string? Resolution = null)
{
    /// <summary>First frame: a public https URL or a data URI. Null for text to video.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>Seed, for models that take one.</summary>
    public long? Seed { get; init; }

    /// <summary>What must not be seen, for models that take it.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Whether to make sound; null leaves it to the model.</summary>
    public bool? GenerateAudio { get; init; }
}

/// <summary>What one video model can do.</summary>
/// <param name="Name">Name as the provider writes it.</param>
/// <param name="DurationsSeconds">Lengths it makes, s, ascending.</param>
/// <param name="AspectRatios">Shapes it makes; empty when it takes none.</param>
/// <param name="Resolutions">Resolutions it makes, cheapest first; empty when it takes none.</param>
public sealed record VideoModel(
    string Name, IReadOnlyList<int> DurationsSeconds, IReadOnlyList<string> AspectRatios, IReadOnlyList<string> Resolutions)
{
    /// <summary>Resolution when the request names none; null when the model has no such choice. Prices depend on it.</summary>
    public string? DefaultResolution { get; init; }

    /// <summary>Whether a first frame is taken.</summary>
    public InputUse Image { get; init; }

    /// <summary>True when the model takes a seed.</summary>
    public bool TakesSeed { get; init; }

    /// <summary>True when the model takes a negative prompt.</summary>
    public bool TakesNegativePrompt { get; init; }

    /// <summary>True when sound can be switched on and off.</summary>
    public bool TakesAudioSwitch { get; init; }

    /// <summary>Resolutions that are made only from a first frame.</summary>
    public IReadOnlyList<string> ResolutionsOnlyFromImage { get; init; } = [];
}

/// <summary>How a model treats an optional input.</summary>
public enum InputUse
{
    /// <summary>Not taken.</summary>
    Unsupported,

    /// <summary>Taken when given.</summary>
    Optional,

    /// <summary>Must be given.</summary>
    Required,
}

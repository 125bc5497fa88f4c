using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers;

/// <summary>Makes a still face speak: submit, then poll. Safe for several threads.</summary>
public interface ITalkingHead
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>What the provider offers against paying twice.</summary>
    ProviderClass Class { get; }

    /// <summary>True when the provider's base URL is on loopback, so that its results may be fetched from private addresses too.</summary>
    bool IsOnLoopback { get; }

    /// <summary>The models it knows and what each can do.</summary>
    IReadOnlyList<TalkingHeadModel> Models { get; }

    /// <summary>Checks a request without sending anything. Each line names a field, the value and what is allowed.</summary>
    /// <returns>The problems; empty when the request is fine.</returns>
    IReadOnlyList<string> Validate(TalkingHeadRequest request);

    /// <summary>Uploads the files if there are any, which is free, and then sends the paid request, once.</summary>
    /// <returns>The provider's request id.</returns>
    /// <exception cref="ProviderException">Not accepted, or unsure: <see cref="ProviderFailure.MoneySpent"/> tells which.</exception>
    Task<string> SubmitAsync(TalkingHeadRequest request, Reservation reservation, CancellationToken cancellationToken);

    /// <summary>Asks how a generation stands. Free; retried inside. A finished one gives a fresh link every time.</summary>
    /// <param name="model">The model it was submitted to.</param>
    /// <param name="requestId">The id from the submit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProviderException">The question could not be answered. It says nothing about the generation.</exception>
    Task<VideoGenerationStatus> GetStatusAsync(string model, string requestId, CancellationToken cancellationToken);
}

/// <summary>What one model of talking heads can do, and in what it is billed.</summary>
/// <param name="Name">Name as the provider writes it.</param>
/// <param name="AspectRatios">Shapes it makes; empty when the shape is that of the picture.</param>
/// <param name="Resolutions">Resolutions it makes; empty when it takes none.</param>
public sealed record TalkingHeadModel(string Name, IReadOnlyList<string> AspectRatios, IReadOnlyList<string> Resolutions)
{
    /// <summary>Shortest text, characters.</summary>
    public int TextCharactersMin { get; init; } = 1;

    /// <summary>Longest text, characters.</summary>
    public required int TextCharactersMax { get; init; }

    /// <summary>Largest picture, bytes.</summary>
    public required int PortraitBytesMax { get; init; }

    /// <summary>Largest sound, bytes.</summary>
    public required int SoundBytesMax { get; init; }

    /// <summary>Seconds that are billed at once; a started step counts whole.</summary>
    public required int BillingStepSeconds { get; init; }

    /// <summary>Credits of a step.</summary>
    public required decimal CreditsPerStep { get; init; }

    /// <summary>What a clip of a length is billed, credits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public decimal BilledCredits(double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        return Math.Max(1, decimal.Ceiling((decimal)seconds / BillingStepSeconds)) * CreditsPerStep;
    }
}

/// <summary>A face and what it says: exactly one picture, and exactly one of a sound, a link to one, and a text with a voice.</summary>
/// <param name="Model">Model name as the provider writes it.</param>
public sealed record TalkingHeadRequest(string Model)
{
    /// <summary>The picture, JPEG or PNG.</summary>
    public InlineImage? Portrait { get; init; }

    /// <summary>A link to the picture that the provider can reach.</summary>
    public Uri? PortraitUrl { get; init; }

    /// <summary>What it says, MP3 or WAV.</summary>
    public InlineSound? Sound { get; init; }

    /// <summary>A link to what it says that the provider can reach.</summary>
    public Uri? SoundUrl { get; init; }

    /// <summary>What it says, as text.</summary>
    public string? Text { get; init; }

    /// <summary>Voice for the text, as the provider names it.</summary>
    public string? Voice { get; init; }

    /// <summary>For example <c>9:16</c>; null takes the picture's.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>For example <c>1080p</c>; null leaves it to the model.</summary>
    public string? Resolution { get; init; }
}

using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers;

/// <summary>Reads a text aloud: the answer to the paid call is the sound. Safe for several threads.</summary>
public interface ISpeechModel
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>What the provider offers against paying twice.</summary>
    ProviderClass Class { get; }

    /// <summary>The models it is known to have; empty when any name may be right, as at a server of one's own.</summary>
    IReadOnlyList<SpeechModel> Models { get; }

    /// <summary>Voices that every account is known to have. An account may have others too.</summary>
    IReadOnlyList<SpeechVoice> Voices { get; }

    /// <summary>Checks a request without sending anything. Each line names a field, the value and what is allowed.</summary>
    /// <returns>The problems; empty when the request is fine.</returns>
    IReadOnlyList<string> Validate(SpeechRequest request);

    /// <summary>Sends the paid request, once, and waits for the sound.</summary>
    /// <exception cref="ProviderException">Not accepted, or unsure: <see cref="ProviderFailure.MoneySpent"/> tells which.</exception>
    Task<SpeechReply> SubmitAsync(SpeechRequest request, Reservation reservation, CancellationToken cancellationToken);

    /// <summary>Asks for the voices of this account; those of <see cref="Voices"/> where the provider has no list. Free.</summary>
    /// <exception cref="ProviderException">The question could not be answered.</exception>
    Task<IReadOnlyList<SpeechVoice>> ListVoicesAsync(CancellationToken cancellationToken);
}

/// <summary>What one speech model can do.</summary>
/// <param name="Name">Name as the provider writes it.</param>
/// <param name="CharactersMax">Longest text of one request, UTF-16 code units.</param>
/// <param name="SpeedMin">Slowest speed; 1 is the usual one.</param>
/// <param name="SpeedMax">Fastest speed.</param>
public sealed record SpeechModel(string Name, int CharactersMax, double SpeedMin, double SpeedMax)
{
    /// <summary>True when replies tell when each character is spoken.</summary>
    public bool GivesTimestamps { get; init; }

    /// <summary>True when the model takes words on how to speak.</summary>
    public bool TakesInstructions { get; init; }

    /// <summary>True when the model takes the language of the text.</summary>
    public bool TakesLanguage { get; init; }

    /// <summary>True when the model takes a seed.</summary>
    public bool TakesSeed { get; init; }

    /// <summary>True when the model takes what is said before and after, so that pieces fit together.</summary>
    public bool TakesContext { get; init; }

    /// <summary>Ids of the only voices it has; empty when it has all of the provider's.</summary>
    public IReadOnlyList<string> VoiceIds { get; init; } = [];
}

/// <summary>A voice.</summary>
/// <param name="Id">As a request names it.</param>
/// <param name="Name">As people know it.</param>
public sealed record SpeechVoice(string Id, string Name)
{
    /// <summary>For example <c>female</c>; null when not said.</summary>
    public string? Gender { get; init; }

    /// <summary>How it sounds, for example <c>warm</c>; null when not said.</summary>
    public string? Description { get; init; }
}

/// <summary>Form of a sound.</summary>
public enum SoundFormat
{
    /// <summary>MP3.</summary>
    Mp3,

    /// <summary>WAV with 16-bit samples.</summary>
    Wav,

    /// <summary>Bare samples: 16 bit, little-endian, one channel, at 24,000 Hz.</summary>
    Pcm,
}

/// <summary>A text to be spoken.</summary>
/// <param name="Model">Model name as the provider writes it.</param>
/// <param name="Voice">Id of the voice.</param>
/// <param name="Text">Text, sent as it is.</param>
/// <param name="Format">Form of the sound.</param>
public sealed record SpeechRequest(string Model, string Voice, string Text, SoundFormat Format = SoundFormat.Mp3)
{
    /// <summary>Speed, 1 is the usual one; null leaves it to the voice.</summary>
    public double? Speed { get; init; }

    /// <summary>How to speak, for models that take it.</summary>
    public string? Instructions { get; init; }

    /// <summary>Language of the text, ISO 639-1, for models that take it.</summary>
    public string? Language { get; init; }

    /// <summary>0 to 4,294,967,295; makes the sound repeatable as far as the provider can, for models that take it.</summary>
    public long? Seed { get; init; }

    /// <summary>What is said before, for models that take it.</summary>
    public string? PreviousText { get; init; }

    /// <summary>What is said after, for models that take it.</summary>
    public string? NextText { get; init; }
}

/// <summary>A sound in memory.</summary>
/// <param name="MediaType"><c>audio/mpeg</c>, <c>audio/wav</c> or <c>audio/pcm</c>.</param>
/// <param name="Content">The file's bytes, or bare samples.</param>
public sealed record InlineSound(string MediaType, ReadOnlyMemory<byte> Content);

/// <summary>A piece of text and when it is spoken.</summary>
/// <param name="Text">A character as the provider counts them, or a word.</param>
/// <param name="StartSeconds">From the beginning of the sound, s.</param>
/// <param name="EndSeconds">Not before the start, s.</param>
public sealed record TimedText(string Text, double StartSeconds, double EndSeconds);

/// <summary>A spoken text.</summary>
/// <param name="Sound">The sound.</param>
/// <param name="ChargedTicks">Cost, ticks of 1e-10 USD; null when the provider does not say.</param>
public sealed record SpeechReply(InlineSound Sound, long? ChargedTicks)
{
    /// <summary>The provider's id of the request; empty when it gave none.</summary>
    public string Id { get; init; } = "";

    /// <summary>Why what came is not the sound that was asked for, although the provider took the request and answered well; null when it looks like it.</summary>
    public string? Problem { get; init; }

    /// <summary>Length, s, as the timestamps or the file's header say; null when neither does.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>When each character is spoken; empty when the provider does not say.</summary>
    public IReadOnlyList<TimedText> Characters { get; init; } = [];

    /// <summary>When each word is spoken, worked out from the characters; empty when there are none.</summary>
    public IReadOnlyList<TimedText> Words { get; init; } = [];

    /// <summary>Characters that are billed, when the provider says.</summary>
    public long? BilledCharacters { get; init; }

    /// <summary>Tokens, when the provider bills by them and says so; null when not.</summary>
    public ChatUsage? Usage { get; init; }
}

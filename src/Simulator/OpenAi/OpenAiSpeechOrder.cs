using System.Text.Json;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;
using FunctionsPipeline.Simulator.Speech;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>A checked order of a spoken text.</summary>
/// <param name="Model">Model.</param>
/// <param name="Voice">Id of the voice.</param>
/// <param name="Text">Text.</param>
/// <param name="Form">Form of the sound.</param>
internal sealed record OpenAiSpeechOrder(string Model, string Voice, string Text, SoundForm Form)
{
    private const int CharactersMax = 4096;
    private const string TokenModel = "gpt-4o-mini-tts";

    // About fifteen characters and twenty-one tokens of sound a second.
    private const double OutputTokensPerCharacter = 1.4;

    private static readonly string[] Formats = ["mp3", "opus", "aac", "flac", "wav", "pcm"];
    private static readonly string[] NewerVoices = ["ballad", "verse", "marin", "cedar"];

    /// <summary>Names of OpenAI's models.</summary>
    public static IReadOnlyList<string> Models { get; } = [TokenModel, "tts-1", "tts-1-hd"];

    /// <summary>Speed, 1 being the usual one.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>How to speak; null for nothing said.</summary>
    public string? Instructions { get; init; }

    /// <summary>True when the sound is wanted as events.</summary>
    public bool IsStream { get; init; }

    /// <summary>True when tokens are billed, and not characters.</summary>
    public bool IsBilledByTokens => Model == TokenModel;

    /// <summary>Tokens read.</summary>
    public int InputTokens => LanguageModel.Tokens(Text.Length + (Instructions?.Length ?? 0));

    /// <summary>Tokens of sound.</summary>
    public int OutputTokens => (int)Math.Ceiling(Text.Length * OutputTokensPerCharacter / Speed);

    /// <summary>How the voice sounds here.</summary>
    public Timbre Timbre => (VoiceTable.Find(VoiceTable.OpenAi, Voice)?.Timbre ?? VoiceTable.Unlisted(Voice)).AtSpeed(Speed);

    /// <summary>Checks a body.</summary>
    public static OpenAiProblem? TryRead(JsonElement body, OpenAiAccount account, out OpenAiSpeechOrder? order)
    {
        order = null;
        if (!body.TryText("model", out var model)) return OpenAiProblem.WrongType("model", "a string");
        if (string.IsNullOrEmpty(model)) return OpenAiProblem.Missing("model");
        if (!account.IsOwnServer && !Models.Contains(model)) return OpenAiProblem.UnknownModel(model);
        if (!body.TryText("input", out var text)) return OpenAiProblem.WrongType("input", "a string");
        if (string.IsNullOrWhiteSpace(text)) return OpenAiProblem.Missing("input");
        if (text.Length > CharactersMax) return OpenAiProblem.WrongValue("input", $"a string of at most {CharactersMax} characters");
        if (!body.TryText("voice", out var voice)) return OpenAiProblem.WrongType("voice", "a string");
        if (string.IsNullOrEmpty(voice)) return OpenAiProblem.Missing("voice");
        if (!account.IsOwnServer && WrongVoice(model, voice) is { } wrongVoice) return wrongVoice;
        if (!body.TryText("response_format", out var format) || !Formats.Contains(format ??= "mp3"))
        {
            return OpenAiProblem.WrongValue("response_format", $"one of {string.Join(", ", Formats)}");
        }

        var speed = body.Field("speed");
        if (speed is not null && speed is not { ValueKind: JsonValueKind.Number }) return OpenAiProblem.WrongType("speed", "a number");
        if (speed?.GetDouble() is < 0.25 or > 4) return OpenAiProblem.WrongValue("speed", "a number from 0.25 to 4");
        if (Manner(body, account, model, out var instructions, out var isStream) is { } wrongManner) return wrongManner;
        order = new OpenAiSpeechOrder(model, voice, text, FormOf(format)) { Speed = speed?.GetDouble() ?? 1, Instructions = instructions, IsStream = isStream };
        return null;
    }

    private static OpenAiProblem? WrongVoice(string model, string voice)
    {
        var voices = VoiceTable.OpenAi.Select(known => known.Id).Where(id => model == TokenModel || !NewerVoices.Contains(id)).ToList();
        return voices.Contains(voice) ? null : OpenAiProblem.WrongValue("voice", $"one of {string.Join(", ", voices)}");
    }

    private static OpenAiProblem? Manner(JsonElement body, OpenAiAccount account, string model, out string? instructions, out bool isStream)
    {
        isStream = false;
        if (!body.TryText("instructions", out instructions)) return OpenAiProblem.WrongType("instructions", "a string");
        if (!body.TryText("stream_format", out var stream) || stream is not (null or "audio" or "sse")) return OpenAiProblem.WrongValue("stream_format", "one of audio, sse");
        if (account.IsOwnServer) return null;
        if (instructions?.Length > CharactersMax) return OpenAiProblem.WrongValue("instructions", $"a string of at most {CharactersMax} characters");
        if (model != TokenModel && instructions is not null) return OpenAiProblem.Unsupported("instructions", $"Use {TokenModel}.");
        if (model != TokenModel && stream == "sse") return OpenAiProblem.Unsupported("stream_format", $"Use {TokenModel}.");
        isStream = stream == "sse";
        return null;
    }

    private static SoundForm FormOf(string format) => format switch
    {
        "opus" => SoundForm.Opus(64),
        "aac" => SoundForm.Aac(24_000),
        "flac" => SoundForm.Flac(24_000),
        "wav" => SoundForm.Wav(24_000),
        "pcm" => SoundForm.Pcm(24_000),
        _ => SoundForm.Mp3(24_000, 128),
    };
}

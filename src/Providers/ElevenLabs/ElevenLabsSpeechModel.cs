using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.Speech;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.ElevenLabs;

/// <summary>Speech with timestamps: the reply holds the sound in base64 and the time of every character.</summary>
internal sealed class ElevenLabsSpeechModel(ProviderHttp http, IReadOnlyList<SpeechModel> models, bool keepsHistory) : ISpeechModel, IReplyStore<SpeechRequest, SpeechReply>
{
    private const string CostHeader = "character-cost";
    private const string IdHeader = "request-id";

    private readonly ElevenLabsHistory _history = new(http, keepsHistory);

    public string ProviderId => http.ProviderId;

    /// <summary>What was spoken lies in the account's history: see <see cref="ElevenLabsHistory"/>.</summary>
    public ProviderClass Class => ProviderClass.L;

    public TimeSpan ListingDelay => http.Options.SynchronousTimeout + TimeSpan.FromMinutes(2);

    /// <summary>A request carries nothing that its entry would show but its text, its voice and its model.</summary>
    public bool MarksRequests => false;

    public IReadOnlyList<SpeechModel> Models => models;

    public IReadOnlyList<SpeechVoice> Voices => ElevenLabsModels.Voices;

    public IReadOnlyList<string> Validate(SpeechRequest request)
    {
        List<string> problems = [.. SpeechRequestRules.Check(request, models)];

        // The voice becomes a part of the path.
        if (!string.IsNullOrWhiteSpace(request.Voice) && !RequestIds.IsSafe(request.Voice)) problems.Add($"voice: '{request.Voice}' is not the id of a voice");
        return problems;
    }

    public async Task<SpeechReply> SubmitAsync(SpeechRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("speech submit", "/v1/text-to-speech/")
        {
            Prompt = request.Text,
            Timeout = http.Options.SynchronousTimeout,
            ReplyBytesMax = Limits.SpeechReplyBytesMax,
            HeadersWanted = [CostHeader, IdHeader],
        };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        call = call with { Path = $"{call.Path}{RequestIds.Escape(request.Voice)}/with-timestamps?output_format={OutputFormat(request.Format)}" };
        var reply = await http.PostPaidAsync(call, Body(request), reservation, cancellationToken);
        return Read(call, reply, request);
    }

    public Task<IReadOnlyList<string>> FindAsync(SpeechRequest request, Reservation reservation, DateTimeOffset since, CancellationToken cancellationToken) =>
        _history.FindAsync(request, since, cancellationToken);

    public Task<SpeechReply?> FetchAsync(SpeechRequest request, string requestId, CancellationToken cancellationToken) =>
        _history.FetchAsync(request, requestId, cancellationToken);

    public async Task<IReadOnlyList<SpeechVoice>> ListVoicesAsync(CancellationToken cancellationToken)
    {
        var voices = new List<SpeechVoice>();
        string? next = null;
        for (var page = 0; page < Limits.VoicePagesMax; page++)
        {
            var token = next is null ? "" : "&next_page_token=" + Uri.EscapeDataString(next);
            var call = new ProviderCall("voices", "/v2/voices?page_size=100" + token);
            var reply = await http.GetAsync(call, cancellationToken);
            if (reply.Body?.Array("voices") is not { } found) throw http.Unexpected(call, reply, "the answer holds no voices", MoneySpent.No);
            voices.AddRange(found.EnumerateArray().Where(voice => RequestIds.IsSafe(voice.Text("voice_id"))).Select(Voice));
            next = reply.Body.Value.Flag("has_more") == true ? reply.Body.Value.Text("next_page_token") : null;
            if (next is null) return voices;
        }

        http.LogPartialAnswer(new ProviderCall("voices", "/v2/voices"), 1, $"the list has more than {Limits.VoicePagesMax} pages; the rest is left out");
        return voices;
    }

    // 44.1 kHz WAV and samples need a dearer plan; MP3 at this rate every plan has.
    private static string OutputFormat(SoundFormat format) => format switch
    {
        SoundFormat.Mp3 => "mp3_44100_128",
        SoundFormat.Wav => "wav_24000",
        _ => "pcm_24000",
    };

    private static JsonObject Body(SpeechRequest request)
    {
        var body = new JsonObject { ["text"] = request.Text, ["model_id"] = request.Model };
        if (request.Speed is { } speed) body["voice_settings"] = new JsonObject { ["speed"] = speed };
        if (request.Language is not null) body["language_code"] = request.Language;
        if (request.Seed is { } seed) body["seed"] = seed;
        if (request.PreviousText is not null) body["previous_text"] = request.PreviousText;
        if (request.NextText is not null) body["next_text"] = request.NextText;
        return body;
    }

    private SpeechReply Read(ProviderCall call, ProviderReply reply, SpeechRequest request)
    {
        // Some versions of the provider's own clients call the field audio_base_64.
        var body = reply.Body;
        if (body is not { ValueKind: JsonValueKind.Object } root || Sound(root, "audio_base64", "audio_base_64") is not { } sound)
        {
            throw http.Unexpected(call, reply, ErrorBody.Parse(body).Message ?? "the reply holds no sound", MoneySpent.Maybe);
        }

        var characters = ElevenLabsAlignment.Read(root, out var doubt);

        // The sound is paid for and good; without times the caller has to do as with a provider that gives none.
        if (doubt is not null) http.LogPartialAnswer(call, 1, doubt);
        var duration = SoundProbe.DurationSeconds(request.Format, sound) ?? (characters.Count > 0 ? characters.Max(character => character.EndSeconds) : null);
        return new SpeechReply(new InlineSound(SoundProbe.MediaTypeOf(request.Format), sound), ChargedTicks: null)
        {
            Id = reply.Headers.GetValueOrDefault(IdHeader, ""),
            Problem = SoundProbe.Problem(request.Format, sound),
            DurationSeconds = duration,
            Characters = characters,
            Words = SpokenWords.Of(characters),
            BilledCharacters = long.TryParse(reply.Headers.GetValueOrDefault(CostHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var cost) ? cost : null,
        };
    }

    private static byte[]? Sound(JsonElement root, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes)) return bytes;
        }

        return null;
    }

    private static SpeechVoice Voice(JsonElement voice) => new(voice.Text("voice_id")!, voice.Text("name") ?? voice.Text("voice_id")!)
    {
        Gender = voice.Object("labels")?.Text("gender"),
        Description = voice.Text("description") ?? voice.Object("labels")?.Text("description"),
    };
}

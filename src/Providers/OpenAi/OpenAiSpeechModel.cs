using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.Speech;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>
/// Speech without timestamps: the reply is the sound. The models that are billed by tokens are asked for events, because the bare sound
/// comes without a count of them.
/// </summary>
internal sealed class OpenAiSpeechModel(ProviderHttp http, IReadOnlyList<SpeechModel> models) : ISpeechModel
{
    private const int InstructionsCharactersMax = 4096;

    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.N;

    public IReadOnlyList<SpeechModel> Models => models;

    public IReadOnlyList<SpeechVoice> Voices => models.Count == 0 ? [] : OpenAiModels.Voices;

    public IReadOnlyList<string> Validate(SpeechRequest request)
    {
        List<string> problems = [.. SpeechRequestRules.Check(request, models)];
        if (request.Instructions?.Length > InstructionsCharactersMax)
        {
            problems.Add($"instructions: have {request.Instructions.Length} characters; at most {InstructionsCharactersMax} are allowed");
        }

        return problems;
    }

    public Task<IReadOnlyList<SpeechVoice>> ListVoicesAsync(CancellationToken cancellationToken) => Task.FromResult(Voices);

    public async Task<SpeechReply> SubmitAsync(SpeechRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("speech submit", "/audio/speech")
        {
            Prompt = request.Text,
            Timeout = http.Options.SynchronousTimeout,
            ReplyBytesMax = Limits.SpeechReplyBytesMax,
            Accept = "*/*",
            TakesFile = true,
            HeadersWanted = ["x-request-id"],
        };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        var isBilledByTokens = models.Any(model => model.Name == request.Model && model.TakesInstructions);
        var reply = await http.PostPaidAsync(call, Body(request, isBilledByTokens), reservation, cancellationToken);
        if (reply.File is not { } file)
        {
            throw http.Unexpected(call, reply, ErrorBody.Parse(reply.Body).Message ?? "the reply holds no sound", MoneySpent.Maybe);
        }

        var isStream = reply.FileMediaType == "text/event-stream";
        return isStream ? FromEvents(call, reply, request, file.Span) : Reply(call, reply, request, file, usage: null);
    }

    private static JsonObject Body(SpeechRequest request, bool asEvents)
    {
        var body = new JsonObject
        {
            ["model"] = request.Model,
            ["input"] = request.Text,
            ["voice"] = request.Voice,
            ["response_format"] = request.Format.ToString().ToLowerInvariant(),
        };
        if (request.Speed is { } speed) body["speed"] = speed;
        if (request.Instructions is not null) body["instructions"] = request.Instructions;
        if (asEvents) body["stream_format"] = "sse";
        return body;
    }

    private SpeechReply FromEvents(ProviderCall call, ProviderReply reply, SpeechRequest request, ReadOnlySpan<byte> stream)
    {
        OpenAiSpeechEvents events;
        try
        {
            events = OpenAiSpeechEvents.Read(stream);
        }
        catch (JsonException exception)
        {
            throw http.Unexpected(call, reply, "an event of the reply cannot be read: " + exception.Message, MoneySpent.Maybe);
        }

        if (events.Error is { } error) throw http.Unexpected(call, reply, error, MoneySpent.Maybe);
        if (!events.IsWhole) throw http.Unexpected(call, reply, "the speech ended before its last event", MoneySpent.Maybe);
        return Reply(call, reply, request, events.Sound, events.Usage);
    }

    private SpeechReply Reply(ProviderCall call, ProviderReply reply, SpeechRequest request, ReadOnlyMemory<byte> sound, ChatUsage? usage)
    {
        var problem = SoundProbe.Problem(request.Format, sound.Span);

        // A page of text is nobody's sound: it comes from somewhere else than the provider.
        if (problem is not null && usage is null && reply.FileMediaType?.StartsWith("text/", StringComparison.Ordinal) == true)
        {
            throw http.Unexpected(call, reply, problem, MoneySpent.Maybe);
        }

        return new SpeechReply(new InlineSound(SoundProbe.MediaTypeOf(request.Format), sound), ChargedTicks: null)
        {
            Id = reply.Headers.GetValueOrDefault("x-request-id", ""),
            Problem = problem,
            DurationSeconds = SoundProbe.DurationSeconds(request.Format, sound.Span),
            Usage = usage,
        };
    }
}

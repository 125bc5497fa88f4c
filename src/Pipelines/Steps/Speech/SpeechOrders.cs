using System.Security.Cryptography;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps.Speech;

/// <summary>Orders spoken texts.</summary>
/// <param name="services">Providers, prices and stores.</param>
internal sealed class SpeechOrders(PipelineServices services)
{
    /// <summary>Kind of call, as the limits name it.</summary>
    public const string Operation = "speech";

    // A slow reader says ten characters a second; a second of sound is never more tokens than this.
    private const double CharactersPerSecondLeast = 6;
    private const double TokensPerSecondMost = 50;

    private static readonly Dictionary<string, string> NoConditions = [];

    private readonly ScratchFiles _scratch = new(services);

    /// <summary>Orders a spoken text.</summary>
    public StepOrder<SpeechAnswer> Create(ModelChoice choice, SpeechRequest request, IReadOnlyList<StepInput> inputs)
    {
        var speech = services.Providers.Speech[choice.Provider];
        request = request with { Model = choice.Model };
        return new StepOrder<SpeechAnswer>
        {
            Provider = choice.Provider,
            Model = choice.Model,
            Operation = Operation,
            Class = speech.Class,
            Prompt = request.Text,
            Inputs =
            [
                StepInput.Of("model", choice.ToString()),
                StepInput.Of("voice", request.Voice),
                StepInput.Of("text", request.Text),
                StepInput.Of("manner", $"{request.Instructions} {request.Speed} {request.Language} {request.Format} {request.Seed}"),
                .. inputs,
            ],
            WorstTicks = WorstTicks(choice, request.Text.Length),
            SendAsync = async (reservation, cancellationToken) =>
            {
                var reply = await speech.SubmitAsync(request, reservation, cancellationToken);
                return new SentStep<SpeechAnswer>(reply.Id.Length > 0 ? reply.Id : reservation.CallId, Priced(choice, request, reply));
            },
            LookUp = StepLookUp.Of(speech, request),
            FetchAsync = speech is IReplyStore<SpeechRequest, SpeechReply> store
                ? async (requestId, cancellationToken) => await store.FetchAsync(request, requestId, cancellationToken) is { } reply ? Priced(choice, request, reply) : null
                : null,
            PutFilesAsync = PutFileAsync,
        };
    }

    /// <summary>The most that a text costs, ticks; null when no price is known.</summary>
    public long? WorstTicks(ModelChoice choice, int characters)
    {
        if (ByCharacters(choice, characters) is { } ticks) return ticks;

        // Billed by tokens: no tokenizer makes more of a text than four a character, and a second of sound is at most fifty.
        var seconds = (characters / CharactersPerSecondLeast) + 1;
        return services.Prices.TicksFor(
            choice.Provider, choice.Model, NoConditions, (PriceUnit.InputToken, 4L * characters), (PriceUnit.OutputToken, (long)(TokensPerSecondMost * seconds)));
    }

    private PricedReply<SpeechAnswer> Priced(ModelChoice choice, SpeechRequest request, SpeechReply reply) =>
        new(new SpeechAnswer { Words = reply.Words, Sound = reply.Sound }, reply.ChargedTicks ?? Ticks(choice, reply, request.Text.Length));

    private long? ByCharacters(ModelChoice choice, long characters) =>
        services.Prices.TicksFor(choice.Provider, choice.Model, NoConditions, (PriceUnit.Character, characters));

    /// <summary>What it cost: by its tokens where it says them, else by the characters; only a call with a price was sent.</summary>
    private long Ticks(ModelChoice choice, SpeechReply reply, int characters)
    {
        var byTokens = reply.Usage is { } usage
            ? services.Prices.TicksFor(choice.Provider, choice.Model, NoConditions, (PriceUnit.InputToken, usage.PromptTokens), (PriceUnit.OutputToken, usage.OutputTokens))
            : null;
        return byTokens ?? ByCharacters(choice, reply.BilledCharacters ?? characters) ?? WorstTicks(choice, characters)!.Value;
    }

    private async Task<(SpeechAnswer Kept, IReadOnlyList<string> Files)> PutFileAsync(SpeechAnswer answer, string basePath, CancellationToken cancellationToken)
    {
        if (answer.Sound is not { Content.IsEmpty: false } sound) return (answer with { Problem = "No sound came.", Sound = null }, []);
        return await _scratch.UseAsync<(SpeechAnswer, IReadOnlyList<string>)>("", async scratch =>
        {
            await File.WriteAllBytesAsync(scratch, sound.Content, cancellationToken);

            // Looked at again before it is called bad: that costs nothing, and another one does.
            var meter = services.Ffmpeg is null ? null : new SoundMeter(services.Ffmpeg, services.Clock);
            var measure = meter is null ? null : await meter.MeasureAsync(scratch, cancellationToken) ?? await meter.MeasureAsync(scratch, cancellationToken);
            var path = basePath + (sound.MediaType == "audio/wav" ? ".wav" : ".mp3");
            await services.Blobs.PutFileAsync(path, scratch, cancellationToken);
            var kept = answer with
            {
                Seconds = measure?.Seconds ?? 0,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(sound.Content.Span)),
                Problem = measure is null ? "What came is no sound that can be decoded." : measure.IsSilent ? "Nothing can be heard in the sound that came." : null,
                Sound = null,
            };
            return (kept, [path]);
        });
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps.Speech;

/// <summary>Orders spoken texts.</summary>
/// <param name="services">Providers, prices and stores.</param>
internal sealed class SpeechOrders(PipelineServices services)
{
    /// <summary>Kind of call, as the limits name it.</summary>
    public const string Operation = "speech";

    private readonly SoundLook _look = new(services);

    /// <summary>Orders a spoken text. Its file is kept as MP3 or WAV beside the answer.</summary>
    /// <param name="choice">Who speaks.</param>
    /// <param name="request">What is said, and how; its model is the choice's. What a model does not take is left out: an order must do for a whole chain.</param>
    /// <param name="inputs">What the result depends on besides the model and the request.</param>
    /// <exception cref="ArgumentException">Bare samples are asked for, which nobody could play.</exception>
    public StepOrder<SpeechAnswer> Create(ModelChoice choice, SpeechRequest request, IReadOnlyList<StepInput> inputs)
    {
        if (request.Format == SoundFormat.Pcm) throw new ArgumentException("A sound is kept as MP3 or WAV.", nameof(request));
        var speaker = services.Providers.Speech[choice.Provider];
        var asked = Fitting(request with { Model = choice.Model }, speaker);
        return new StepOrder<SpeechAnswer>
        {
            Provider = choice.Provider,
            Model = choice.Model,
            Operation = Operation,
            Class = speaker.Class,
            Prompt = asked.Text,
            Inputs = InputsOf(choice, asked, inputs),
            WorstTicks = WorstTicks(choice, asked),
            SendAsync = async (reservation, cancellationToken) =>
            {
                var reply = await speaker.SubmitAsync(asked, reservation, cancellationToken);
                var answer = new SpeechAnswer { Problem = reply.Problem, Seconds = reply.DurationSeconds, Words = reply.Words, Content = reply.Sound };
                return new SentStep<SpeechAnswer>(reply.Id.Length > 0 ? reply.Id : reservation.CallId, new PricedReply<SpeechAnswer>(answer, ChargedTicks(choice, asked, reply)));
            },
            PutFilesAsync = (answer, path, cancellationToken) => PutFileAsync(answer, asked, path, cancellationToken),
        };
    }

    /// <summary>The most that a spoken text costs, ticks; null when no price is known.</summary>
    public long? WorstTicks(ModelChoice choice, SpeechRequest request)
    {
        // Whoever speaks at half the speed makes twice the sound, which is what some bill.
        var slowness = (decimal)Math.Max(1, 1 / (request.Speed ?? 1));
        if (services.Prices.TicksFor(choice.Provider, choice.Model, Conditions, (PriceUnit.Character, request.Text.Length * slowness)) is not { } text) return null;

        // No tokenizer makes more tokens than bytes.
        var instructions = Encoding.UTF8.GetByteCount(request.Instructions ?? "");
        return services.Prices.Find(choice.Provider, choice.Model, PriceUnit.InputToken, Conditions) is null
            ? text
            : checked(text + services.Prices.TicksFor(choice.Provider, choice.Model, Conditions, (PriceUnit.InputToken, instructions))!.Value);
    }

    private static Dictionary<string, string> Conditions { get; } = [];

    /// <summary>The request without what the model does not take; servers of one's own are sent only what all take.</summary>
    private static SpeechRequest Fitting(SpeechRequest request, ISpeechModel speaker)
    {
        var model = speaker.Models.FirstOrDefault(known => known.Name == request.Model) ?? new SpeechModel(request.Model, int.MaxValue, 0.25, 4);
        return request with
        {
            Speed = request.Speed is { } speed ? Math.Clamp(speed, model.SpeedMin, model.SpeedMax) : null,
            Instructions = model.TakesInstructions ? request.Instructions : null,
            Language = model.TakesLanguage ? request.Language : null,
            Seed = model.TakesSeed ? request.Seed : null,
            PreviousText = model.TakesContext ? request.PreviousText : null,
            NextText = model.TakesContext ? request.NextText : null,
        };
    }

    private static IReadOnlyList<StepInput> InputsOf(ModelChoice choice, SpeechRequest request, IReadOnlyList<StepInput> inputs) =>
    [
        StepInput.Of("model", choice.ToString()),
        StepInput.Of("voice", request.Voice),
        StepInput.Of("text", request.Text),
        StepInput.Of("manner", string.Create(CultureInfo.InvariantCulture, $"{request.Format} {request.Speed} {request.Language} {request.Seed} {request.Instructions}")),
        StepInput.Of("around", $"{request.PreviousText}\n{request.NextText}"),
        .. inputs,
    ];

    /// <summary>By its tokens where these are billed and told, else by the characters, of which the provider may know better how many it billed.</summary>
    private long ChargedTicks(ModelChoice choice, SpeechRequest request, SpeechReply reply)
    {
        if (reply.ChargedTicks is { } told) return told;
        if (reply.Usage is { } usage && services.Prices.Find(choice.Provider, choice.Model, PriceUnit.OutputToken, Conditions) is not null
            && services.Prices.TicksFor(choice.Provider, choice.Model, Conditions, (PriceUnit.InputToken, usage.PromptTokens), (PriceUnit.OutputToken, usage.OutputTokens)) is { } byTokens)
        {
            return byTokens;
        }

        // Only a call with a price was sent.
        return services.Prices.TicksFor(choice.Provider, choice.Model, Conditions, (PriceUnit.Character, reply.BilledCharacters ?? request.Text.Length))!.Value;
    }

    private async Task<(SpeechAnswer Kept, IReadOnlyList<string> Files)> PutFileAsync(
        SpeechAnswer answer, SpeechRequest request, string basePath, CancellationToken cancellationToken)
    {
        // What is no sound is not put: nobody could make anything of it.
        if (answer.Content is not { } sound || sound.Content.IsEmpty) return (answer with { Problem = answer.Problem ?? "No sound came.", Content = null }, []);
        if (answer.Problem is not null) return (answer with { Content = null }, []);

        Directory.CreateDirectory(services.ScratchFolder);
        var scratch = Path.Combine(services.ScratchFolder, "sound-" + Path.GetRandomFileName());
        try
        {
            await File.WriteAllBytesAsync(scratch, sound.Content, cancellationToken);
            var looked = await _look.LookAsync(scratch, answer, request, cancellationToken);
            var facts = new SoundFileFacts(sound.MediaType, sound.Content.Length, Convert.ToHexStringLower(SHA256.HashData(sound.Content.Span)));
            var path = basePath + facts.Ending;
            await using (var content = File.OpenRead(scratch))
            {
                await services.Blobs.PutAsync(path, content, BlobCondition.None, cancellationToken);
            }

            return (looked with { File = facts, Content = null }, [path]);
        }
        finally
        {
            File.Delete(scratch);
        }
    }
}

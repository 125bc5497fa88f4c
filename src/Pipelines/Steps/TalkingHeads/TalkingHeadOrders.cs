using System.Security.Cryptography;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps.TalkingHeads;

/// <summary>Orders speaking faces.</summary>
/// <param name="services">Providers, prices, downloads and stores.</param>
internal sealed class TalkingHeadOrders(PipelineServices services)
{
    /// <summary>Kind of call, as the limits name it.</summary>
    public const string Operation = "talking-head";

    // A head begins and ends with its sound; encoders round to frames.
    private const double LengthTolerance = 0.1;
    private const double LengthToleranceSeconds = 0.5;

    private static readonly Dictionary<string, string> NoConditions = [];

    private readonly ScratchFiles _scratch = new(services);

    /// <summary>Orders a face that says a sound.</summary>
    /// <param name="choice">Who makes it.</param>
    /// <param name="facePath">Blob of the face.</param>
    /// <param name="soundPath">Blob of the sound.</param>
    /// <param name="soundSeconds">Its length.</param>
    /// <param name="cancellationToken">Ends the reading of the two.</param>
    public async Task<StepOrder<TalkingHeadAnswer>> CreateAsync(
        ModelChoice choice, string facePath, string soundPath, double soundSeconds, CancellationToken cancellationToken)
    {
        var heads = services.Providers.TalkingHeads[choice.Provider];
        var face = await ReadAsync(facePath, cancellationToken);
        var sound = await ReadAsync(soundPath, cancellationToken);
        var request = new TalkingHeadRequest(choice.Model)
        {
            Portrait = new InlineImage(InlineImage.MediaTypeOf(face) ?? "image/png", face),
            Sound = new InlineSound(soundPath.EndsWith(".wav", StringComparison.Ordinal) ? "audio/wav" : "audio/mpeg", sound),
        };
        return new StepOrder<TalkingHeadAnswer>
        {
            Provider = choice.Provider,
            Model = choice.Model,
            Operation = Operation,
            Class = heads.Class,
            Prompt = Hash(sound),
            Inputs = [StepInput.Of("model", choice.ToString()), new StepInput("face", Hash(face), Hash(face)[..12]), new StepInput("sound", Hash(sound), Hash(sound)[..12])],
            WorstTicks = WorstTicks(choice, soundSeconds + 1),
            SendAsync = async (reservation, token) => new SentStep<TalkingHeadAnswer>(await heads.SubmitAsync(request, reservation, token), null),
            LookUp = StepLookUp.Of(heads, request),
            FetchAsync = (requestId, token) => FetchAsync(heads, choice, requestId, soundSeconds, token),
            PutFilesAsync = PutFileAsync,
        };
    }

    /// <summary>The most that a clip costs, ticks; null when no price is known.</summary>
    public long? WorstTicks(ModelChoice choice, double seconds)
    {
        var model = services.Providers.TalkingHeads[choice.Provider].Models.First(known => known.Name == choice.Model);
        return services.Prices.TicksFor(choice.Provider, choice.Model, NoConditions, (PriceUnit.Credit, model.BilledCredits(seconds)));
    }

    private async Task<PricedReply<TalkingHeadAnswer>?> FetchAsync(
        ITalkingHead heads, ModelChoice choice, string requestId, double soundSeconds, CancellationToken cancellationToken)
    {
        switch (await heads.GetStatusAsync(choice.Model, requestId, cancellationToken))
        {
            case VideoGenerationStatus.Done done:
                // It is paid for: nobody's impatience keeps it from being fetched.
                return new PricedReply<TalkingHeadAnswer>(await DownloadAsync(heads, done.Url, soundSeconds), ChargedTicks(choice, done.DurationSeconds ?? soundSeconds));
            case VideoGenerationStatus.Refused refused:
                throw Ended(heads, ProviderErrorCode.ContentRefused, refused.Message);
            case VideoGenerationStatus.Failed failed:
                throw Ended(heads, ProviderErrorCode.GenerationFailed, failed.Message);
            default:
                return null;
        }
    }

    private static ProviderException Ended(ITalkingHead heads, ProviderErrorCode code, string message) => new(new ProviderFailure
    {
        Provider = heads.ProviderId,
        Operation = "talking head",
        Code = code,
        Message = message,
        Hint = "Look at the face and the sound, or name another maker of talking heads.",
        IsRetryable = false,
        MoneySpent = MoneySpent.No,
        NeverLeft = false,
    });

    private long ChargedTicks(ModelChoice choice, double seconds) => WorstTicks(choice, seconds)!.Value;

    /// <summary>The link is used at once and never kept: it may be signed, and it ends.</summary>
    private async Task<TalkingHeadAnswer> DownloadAsync(ITalkingHead heads, Uri url, double soundSeconds)
    {
        var scratch = _scratch.NewPath("");
        try
        {
            var request = new DownloadRequest(heads.ProviderId, url, scratch) { AllowPrivateAddresses = heads.IsOnLoopback };
            await services.Downloads.DownloadAsync(request, null, CancellationToken.None);
        }
        catch (ProviderException exception)
        {
            File.Delete(scratch);
            return new TalkingHeadAnswer { Problem = exception.Message };
        }

        // Looked at again before it is called bad: that costs nothing, and another one does.
        var meter = services.Ffmpeg is null ? null : new ClipMeter(services.Ffmpeg, services.Clock);
        var seconds = meter is null ? soundSeconds : await meter.SecondsAsync(scratch, CancellationToken.None) ?? await meter.SecondsAsync(scratch, CancellationToken.None);
        var problem = seconds is null ? "What came is no clip that can be decoded whole."
            : Math.Abs(seconds.Value - soundSeconds) > Math.Max(LengthToleranceSeconds, soundSeconds * LengthTolerance)
                ? FormattableString.Invariant($"The clip lasts {seconds:0.0} s, and what it says {soundSeconds:0.0} s.") : null;
        return new TalkingHeadAnswer { LocalPath = scratch, Seconds = seconds ?? 0, Problem = problem };
    }

    private async Task<(TalkingHeadAnswer Kept, IReadOnlyList<string> Files)> PutFileAsync(TalkingHeadAnswer answer, string basePath, CancellationToken cancellationToken)
    {
        if (answer.LocalPath is not { } local) return (answer, []);
        var path = basePath + ".mp4";
        string sha256;
        await using (var content = File.OpenRead(local)) sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        await services.Blobs.PutFileAsync(path, local, cancellationToken);
        return (answer with { Sha256 = sha256, LocalPath = null }, [path]);
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var blob = await services.Blobs.OpenReadAsync(path, cancellationToken) ?? throw new FileNotFoundException($"The file {path} is gone from the run's folder.", path);
        using var bytes = new MemoryStream();
        await blob.Content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps.TalkingHeads;

/// <summary>Orders clips of a face that speaks.</summary>
/// <param name="services">Providers, prices, downloads and stores.</param>
internal sealed class TalkingHeadOrders(PipelineServices services)
{
    /// <summary>Kind of call, as the limits name it.</summary>
    public const string Operation = "talking-head";

    // Generators add a breath at the ends, and what they make is what they bill.
    private const double LongerShare = 1.1;
    private const double LongerSeconds = 0.5;

    private readonly HeadLook _look = new(services);

    /// <summary>Orders a clip. The picture and the sound are read when it is sent, and not when it is asked about.</summary>
    /// <param name="choice">Who makes it.</param>
    /// <param name="material">What it is made of.</param>
    /// <param name="inputs">What the result depends on besides the model and the material.</param>
    public StepOrder<TalkingHeadAnswer> Create(ModelChoice choice, TalkingHeadMaterial material, IReadOnlyList<StepInput> inputs)
    {
        var maker = services.Providers.TalkingHeads[choice.Provider];
        var model = maker.Models.FirstOrDefault(known => known.Name == choice.Model);
        var shape = model?.AspectRatios.Contains(material.AspectRatio ?? "") == true ? material.AspectRatio : null;
        var resolution = model?.Resolutions.Contains(material.Resolution ?? "") == true ? material.Resolution : null;
        return new StepOrder<TalkingHeadAnswer>
        {
            Provider = choice.Provider,
            Model = choice.Model,
            Operation = Operation,
            Class = maker.Class,

            // There is no text: the picture and the sound are what a bill can be matched by.
            Prompt = $"{material.PortraitSha256} {material.SoundSha256}",
            Inputs =
            [
                StepInput.Of("model", choice.ToString()),
                new StepInput("portrait", material.PortraitSha256, material.PortraitSha256[..12]),
                new StepInput("sound", material.SoundSha256, material.SoundSha256[..12]),
                StepInput.Of("shape", $"{shape} {resolution}"),
                .. inputs,
            ],
            WorstTicks = model is null ? null : TicksOf(choice, model, (material.SoundSeconds * LongerShare) + LongerSeconds),
            SendAsync = async (reservation, cancellationToken) =>
            {
                var request = await RequestOfAsync(choice, material, cancellationToken) with { AspectRatio = shape, Resolution = resolution };
                return new SentStep<TalkingHeadAnswer>(await maker.SubmitAsync(request, reservation, cancellationToken), null);
            },
            FetchAsync = (requestId, cancellationToken) => FetchAsync(maker, choice, model!, material, requestId, cancellationToken),
            PutFilesAsync = (answer, path, cancellationToken) => PutFileAsync(answer, material.SoundSeconds, path, cancellationToken),
        };
    }

    private long? TicksOf(ModelChoice choice, TalkingHeadModel model, double seconds) =>
        services.Prices.TicksFor(choice.Provider, choice.Model, new Dictionary<string, string>(), (PriceUnit.Credit, model.BilledCredits(seconds)));

    private async Task<TalkingHeadRequest> RequestOfAsync(ModelChoice choice, TalkingHeadMaterial material, CancellationToken cancellationToken)
    {
        var portrait = await ReadAsync(choice, material.PortraitPath, cancellationToken);
        var sound = await ReadAsync(choice, material.SoundPath, cancellationToken);
        return new TalkingHeadRequest(choice.Model)
        {
            Portrait = new InlineImage(InlineImage.MediaTypeOf(portrait) ?? "application/octet-stream", portrait),
            Sound = new InlineSound(sound.AsSpan().StartsWith("RIFF"u8) ? "audio/wav" : "audio/mpeg", sound),
        };
    }

    private async Task<byte[]> ReadAsync(ModelChoice choice, string path, CancellationToken cancellationToken)
    {
        await using var blob = await services.Blobs.OpenReadAsync(path, cancellationToken);
        if (blob is null)
        {
            throw Failure(choice, ProviderErrorCode.InvalidRequest, $"the file {path} is gone from the run's folder", "Run the step that makes it again.", MoneySpent.No, neverLeft: true);
        }

        using var content = new MemoryStream();
        await blob.Content.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    private async Task<PricedReply<TalkingHeadAnswer>?> FetchAsync(
        ITalkingHead maker, ModelChoice choice, TalkingHeadModel model, TalkingHeadMaterial material, string requestId, CancellationToken cancellationToken)
    {
        switch (await maker.GetStatusAsync(choice.Model, requestId, cancellationToken))
        {
            case VideoGenerationStatus.Pending:
                return null;
            case VideoGenerationStatus.Done done:
                var seconds = done.DurationSeconds ?? material.SoundSeconds;

                // Only a call with a price was sent.
                var ticks = done.ChargedTicks ?? TicksOf(choice, model, seconds)!.Value;
                return new PricedReply<TalkingHeadAnswer>(await DownloadAsync(maker, done.Url, new TalkingHeadAnswer { Seconds = done.DurationSeconds }, cancellationToken), ticks);
            case VideoGenerationStatus.Refused refused:
                throw Failure(choice, ProviderErrorCode.ContentRefused, refused.Message, "Change the picture or the text; sending the same again gives the same answer.", MoneySpent.No);
            case VideoGenerationStatus.Failed failed:
                throw Failure(choice, ProviderErrorCode.GenerationFailed, $"{failed.Code}: {failed.Message}", "Another model, or the picture moved slowly, can stand in.", MoneySpent.No);
            default:
                throw Failure(choice, ProviderErrorCode.GenerationFailed, "the provider no longer keeps it", "pipeline retry orders it again.", MoneySpent.Maybe);
        }
    }

    /// <summary>The link is used at once and never kept: it is signed, and it ends. A new one comes with every question.</summary>
    private async Task<TalkingHeadAnswer> DownloadAsync(ITalkingHead maker, Uri url, TalkingHeadAnswer answer, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(services.ScratchFolder);
        var scratch = Path.Combine(services.ScratchFolder, "head-" + Path.GetRandomFileName());
        try
        {
            var request = new DownloadRequest(maker.ProviderId, url, scratch) { AllowPrivateAddresses = maker.IsOnLoopback };
            await services.Downloads.DownloadAsync(request, null, cancellationToken);
            return answer with { ScratchPath = scratch };
        }
        catch (ProviderException exception) when (exception.Failure.Code
            is ProviderErrorCode.DownloadCorrupt or ProviderErrorCode.DownloadTruncated or ProviderErrorCode.DownloadTooLarge or ProviderErrorCode.DownloadWrongType)
        {
            // The file itself is of no use, however often it is fetched.
            File.Delete(scratch);
            return answer with { Problem = exception.Message };
        }
        catch
        {
            File.Delete(scratch);
            throw;
        }
    }

    private async Task<(TalkingHeadAnswer Kept, IReadOnlyList<string> Files)> PutFileAsync(
        TalkingHeadAnswer answer, double soundSeconds, string basePath, CancellationToken cancellationToken)
    {
        if (answer.ScratchPath is not { } scratch) return (answer, []);
        try
        {
            var looked = await _look.LookAsync(scratch, answer, soundSeconds, cancellationToken);
            var path = basePath + ".mp4";
            string hash;
            await using (var content = File.OpenRead(scratch))
            {
                hash = Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(content, cancellationToken));
                content.Position = 0;
                await services.Blobs.PutAsync(path, content, BlobCondition.None, cancellationToken);
            }

            return (looked with { File = new ClipFileFacts(new FileInfo(scratch).Length, hash), ScratchPath = null }, [path]);
        }
        finally
        {
            File.Delete(scratch);
        }
    }

    private static ProviderException Failure(ModelChoice choice, ProviderErrorCode code, string message, string hint, MoneySpent spent, bool neverLeft = false) => new(new ProviderFailure
    {
        Provider = choice.Provider,
        Operation = "talking head",
        Code = code,
        Message = message,
        Hint = hint,
        IsRetryable = false,
        MoneySpent = spent,
        NeverLeft = neverLeft,
    });
}

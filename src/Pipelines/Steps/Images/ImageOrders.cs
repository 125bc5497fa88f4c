using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps.Images;

/// <summary>Looks at a picture that has just come; never throws because of the picture.</summary>
internal delegate Task<PictureReport> PictureLook(string localPath, CancellationToken cancellationToken);

/// <summary>Orders images, one each.</summary>
/// <param name="services">Providers, prices, downloads and stores.</param>
internal sealed class ImageOrders(PipelineServices services)
{
    /// <summary>Kind of call, as the limits name it.</summary>
    public const string Operation = "image";

    private readonly ScratchFiles _scratch = new(services);

    /// <summary>Orders an image.</summary>
    /// <param name="choice">Who makes it.</param>
    /// <param name="request">What is to be made; its model is the choice's.</param>
    /// <param name="inputs">What the result depends on besides the model and the request's own texts.</param>
    /// <param name="look">Looks at the picture before it is kept.</param>
    public StepOrder<ImageAnswer> Create(ModelChoice choice, ImageRequest request, IReadOnlyList<StepInput> inputs, PictureLook look)
    {
        var generator = services.Providers.Images[choice.Provider];
        request = request with { Model = choice.Model };
        return new StepOrder<ImageAnswer>
        {
            Provider = choice.Provider,
            Model = choice.Model,
            Operation = Operation,
            Class = generator.Class,
            Prompt = request.Prompt,
            Inputs =
            [
                StepInput.Of("model", choice.ToString()),
                StepInput.Of("prompt", request.Prompt),
                StepInput.Of("negative prompt", request.NegativePrompt ?? ""),
                StepInput.Of("shape", $"{request.AspectRatio} {request.Resolution}"),
                .. inputs,
            ],
            WorstTicks = WorstTicks(choice, request),
            FailedTicks = ChargedOnOf(choice, request) == ChargedOn.Accepted ? ByImage(choice, request) ?? 0 : 0,
            SendAsync = (reservation, cancellationToken) => SendAsync(generator, choice, request, reservation, cancellationToken),
            LookUp = StepLookUp.Of(generator, request),
            FetchAsync = (requestId, cancellationToken) => FetchAsync(generator, choice, request, requestId, cancellationToken),
            PutFilesAsync = (answer, path, cancellationToken) => PutFileAsync(answer, path, look, cancellationToken),
        };
    }

    /// <summary>The most that an image costs, ticks; null when no price is known.</summary>
    public long? WorstTicks(ModelChoice choice, ImageRequest request)
    {
        if (ByImage(choice, request) is not { } image) return null;

        // Where tokens of the prompt are billed too: no tokenizer makes more of them than bytes.
        var tokens = Encoding.UTF8.GetByteCount(request.Prompt);
        return services.Prices.Find(choice.Provider, choice.Model, PriceUnit.InputToken, Conditions(request)) is null
            ? image
            : checked(image + services.Prices.TicksFor(choice.Provider, choice.Model, Conditions(request), (PriceUnit.InputToken, tokens))!.Value);
    }

    private async Task<SentStep<ImageAnswer>> SendAsync(
        IImageGenerator generator, ModelChoice choice, ImageRequest request, State.Ledger.Reservation reservation, CancellationToken cancellationToken)
    {
        switch (await generator.SubmitAsync(request, reservation, cancellationToken))
        {
            case ImageSubmission.Queued queued:
                return new SentStep<ImageAnswer>(queued.RequestId, null);
            case ImageSubmission.Finished finished:
                var id = finished.Reply.Id.Length > 0 ? finished.Reply.Id : reservation.CallId;

                // It is paid for: nobody's impatience keeps it from being fetched.
                return new SentStep<ImageAnswer>(id, await PricedAsync(generator, choice, request, finished.Reply, CancellationToken.None));
            case var other:
                throw new InvalidOperationException($"A generator gave the unknown submission {other.GetType().Name}.");
        }
    }

    private async Task<PricedReply<ImageAnswer>?> FetchAsync(
        IImageGenerator generator, ModelChoice choice, ImageRequest request, string requestId, CancellationToken cancellationToken)
    {
        try
        {
            return await generator.GetResultAsync(choice.Model, requestId, cancellationToken) is { } reply
                ? await PricedAsync(generator, choice, request, reply, cancellationToken)
                : null;
        }
        catch (NotSupportedException)
        {
            // It has no queue, so the answer came with the submit and is gone from the run's folder: what it cost is for a person to find out.
            return null;
        }
    }

    private async Task<PricedReply<ImageAnswer>> PricedAsync(
        IImageGenerator generator, ModelChoice choice, ImageRequest request, ImageReply reply, CancellationToken cancellationToken)
    {
        var image = reply.Images.Count > 0 ? reply.Images[0] : new GeneratedImage(null, null);
        var answer = new ImageAnswer { IsRefused = image.IsRefused, RevisedPrompt = image.RevisedPrompt, Seed = image.Seed ?? request.Seed };
        var ticks = reply.ChargedTicks ?? (image.IsRefused && ChargedOnOf(choice, request) == ChargedOn.Success ? 0 : ChargedTicks(choice, request, reply.Usage));
        if (image.Malformed is { } malformed) return new PricedReply<ImageAnswer>(answer with { Malformed = malformed }, ticks);
        if (image.File is { } file) return new PricedReply<ImageAnswer>(answer with { Content = file.Content }, ticks);
        return new PricedReply<ImageAnswer>(image.Url is { } url ? await DownloadAsync(generator, url, answer, cancellationToken) : answer, ticks);
    }

    /// <summary>The link is used at once and never kept: it may be signed, and it ends.</summary>
    private async Task<ImageAnswer> DownloadAsync(IImageGenerator generator, Uri url, ImageAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            return await _scratch.UseAsync("", async scratch =>
            {
                var request = new DownloadRequest(generator.ProviderId, url, scratch) { Content = MediaContent.Image, AllowPrivateAddresses = generator.IsOnLoopback };
                await services.Downloads.DownloadAsync(request, null, cancellationToken);
                return answer with { Content = await File.ReadAllBytesAsync(scratch, cancellationToken) };
            });
        }
        catch (ProviderException exception) when (exception.Failure.Code
            is ProviderErrorCode.DownloadWrongType or ProviderErrorCode.DownloadTruncated or ProviderErrorCode.DownloadCorrupt)
        {
            // Fetched more than once, and the same every time.
            return answer with { Malformed = exception.Message };
        }
        catch (ProviderException exception)
        {
            return answer with { NoFile = exception.Message };
        }
    }

    private async Task<(ImageAnswer Kept, IReadOnlyList<string> Files)> PutFileAsync(
        ImageAnswer answer, string basePath, PictureLook look, CancellationToken cancellationToken)
    {
        if (answer.Content.IsEmpty) return (answer, []);
        if (InlineImage.MediaTypeOf(answer.Content.Span) is not { } mediaType)
        {
            return (answer with { Malformed = "it is neither PNG, JPEG nor WebP" }, []);
        }

        return await _scratch.UseAsync<(ImageAnswer, IReadOnlyList<string>)>("", async scratch =>
        {
            await File.WriteAllBytesAsync(scratch, answer.Content, cancellationToken);
            var report = await look(scratch, cancellationToken);
            if (report.Undecodable is { } code) return (answer with { Malformed = $"it cannot be decoded ({code})", Content = default }, []);

            var path = basePath + ImageFileKind.EndingOf(mediaType);
            await services.Blobs.PutFileAsync(path, scratch, cancellationToken);
            var facts = new ImageFileFacts(mediaType, answer.Content.Length, Convert.ToHexStringLower(SHA256.HashData(answer.Content.Span)));
            return (answer with { File = facts, Report = report, Content = default }, [path]);
        });
    }

    /// <summary>What an image cost: by its tokens where these are priced, else by the image; never by both.</summary>
    private long ChargedTicks(ModelChoice choice, ImageRequest request, ChatUsage? usage)
    {
        if (usage is not null)
        {
            var conditions = Conditions(request);
            var cached = services.Prices.Find(choice.Provider, choice.Model, PriceUnit.CachedInputToken, conditions) is null ? 0 : usage.CachedPromptTokens;
            var byTokens = services.Prices.Find(choice.Provider, choice.Model, PriceUnit.OutputToken, conditions) is null ? null : services.Prices.TicksFor(
                choice.Provider,
                choice.Model,
                conditions,
                (PriceUnit.InputToken, usage.PromptTokens - cached),
                (PriceUnit.CachedInputToken, cached),
                (PriceUnit.OutputToken, usage.OutputTokens));
            if (byTokens is { } ticks) return ticks;
        }

        // Only a call with a price was sent.
        return ByImage(choice, request)!.Value;
    }

    /// <summary>By the image, or by the megapixels that are ordered.</summary>
    private long? ByImage(ModelChoice choice, ImageRequest request) =>
        services.Prices.TicksFor(choice.Provider, choice.Model, Conditions(request), (PriceUnit.Image, request.Count))
        ?? (services.Providers.Images[choice.Provider].Models.FirstOrDefault(model => model.Name == choice.Model)?.BilledMegapixels(request) is { } megapixels
            ? services.Prices.TicksFor(choice.Provider, choice.Model, Conditions(request), (PriceUnit.Megapixel, megapixels))
            : null);

    private ChargedOn? ChargedOnOf(ModelChoice choice, ImageRequest request) =>
        (services.Prices.Find(choice.Provider, choice.Model, PriceUnit.Image, Conditions(request))
            ?? services.Prices.Find(choice.Provider, choice.Model, PriceUnit.Megapixel, Conditions(request)))?.ChargedOn;

    private static Dictionary<string, string> Conditions(ImageRequest request) =>
        request.Resolution is { } resolution ? new Dictionary<string, string> { ["resolution"] = resolution } : [];
}

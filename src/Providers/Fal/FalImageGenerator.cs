using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Fal;

/// <summary>Images by the models behind fal's queue.</summary>
/// <remarks>
/// Class L, by what is documented: see <see cref="FalRequests"/>. Only what has ended is certain to be listed, so a request says how long it may
/// wait to be started (<c>X-Fal-Request-Timeout</c>, fal.ai/docs "Start Timeout"): what is missing later than that, and the work of an image, was not accepted.
/// </remarks>
internal sealed class FalImageGenerator : IImageGenerator, IRequestList<ImageRequest>
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan WorkAndLag = TimeSpan.FromMinutes(5);

    private readonly FalQueue _queue;
    private readonly FalRequests _requests;

    /// <exception cref="ArgumentException">A model's name is not one of fal, or its shapes have no pixels.</exception>
    public FalImageGenerator(FalQueue queue, FalRequests requests, IReadOnlyList<ImageModel> models)
    {
        _queue = queue;
        _requests = requests;
        Models = models;
        foreach (var model in models)
        {
            FalEndpoint.Of(model.Name);
            var unknown = model.AspectRatios.Where(ratio => model.Shapes.All(shape => shape.AspectRatio != ratio)).ToList();
            if (model.Shapes.Count == 0 || unknown.Count > 0)
            {
                var missing = string.Join(", ", unknown.DefaultIfEmpty("any shape"));
                throw new ArgumentException($"The model '{model.Name}' has no pixels for {missing}; add them to its shapes.", nameof(models));
            }
        }
    }

    public string ProviderId => _queue.Http.ProviderId;

    public ProviderClass Class => ProviderClass.L;

    public TimeSpan ListingDelay => StartTimeout + WorkAndLag;

    /// <summary>A request carries nothing but its input.</summary>
    public bool MarksRequests => false;

    public bool IsOnLoopback => _queue.Http.IsOnLoopback;

    public IReadOnlyList<ImageModel> Models { get; }

    public IReadOnlyList<string> Validate(ImageRequest request) => ImageRequestRules.Check(request, Models);

    public async Task<ImageSubmission> SubmitAsync(ImageRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("image submit", "/") { Prompt = request.Prompt };
        var problems = Validate(request);
        if (problems.Count > 0) throw _queue.Http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        call = call with
        {
            Path = FalEndpoint.Of(request.Model).Submit,
            Headers = [("X-Fal-Request-Timeout", StartTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture))],
        };
        return new ImageSubmission.Queued(await _queue.SubmitAsync(call, Input(request), reservation, cancellationToken));
    }

    public Task<IReadOnlyList<string>> FindAsync(ImageRequest request, Reservation reservation, DateTimeOffset since, CancellationToken cancellationToken) =>
        _requests.FindAsync(request.Model, Input(request), since, cancellationToken);

    public async Task<ImageReply?> GetResultAsync(string model, string requestId, CancellationToken cancellationToken)
    {
        var answer = await _queue.GetAsync("image", model, requestId, cancellationToken);
        return answer switch
        {
            FalAnswer.Waiting => null,
            FalAnswer.Broken broken => throw Failure(broken.Error),
            FalAnswer.Finished finished => Reply(finished, requestId),
            _ => throw new InvalidOperationException($"No such answer: {answer.GetType().Name}."),
        };
    }

    // Pixels and not the names of sizes: what is billed must follow from the request. PNG, because whoever looks for flaws must not find an encoder's.
    private JsonObject Input(ImageRequest request)
    {
        var shape = Models.First(model => string.Equals(model.Name, request.Model, StringComparison.Ordinal)).ShapeOf(request)!;
        var input = new JsonObject
        {
            ["prompt"] = request.Prompt,
            ["image_size"] = new JsonObject { ["width"] = shape.WidthPx, ["height"] = shape.HeightPx },
            ["num_images"] = request.Count,
            ["output_format"] = "png",
            ["enable_safety_checker"] = true,
        };
        if (request.Seed is { } seed) input["seed"] = seed;
        return input;
    }

    private ImageReply Reply(FalAnswer.Finished finished, string requestId)
    {
        if (finished.Output.Array("images") is not { } images || images.GetArrayLength() == 0)
        {
            throw _queue.Http.Unexpected(finished.Call, finished.Reply, "the result holds no images", MoneySpent.No);
        }

        // All images of a request come from one seed, counted on from it; only the first one's is known for certain.
        var seed = finished.Output.Count("seed");
        var flagged = finished.Output.Array("has_nsfw_concepts");
        var read = images.EnumerateArray().Select((image, index) => Read(finished, image, IsFlagged(flagged, index)) with { Seed = index == 0 ? seed : null });
        return new ImageReply([.. read], null) { Id = requestId };
    }

    // What the checker objects to comes as a black picture with a link: a refusal all the same.
    private GeneratedImage Read(FalAnswer.Finished finished, JsonElement image, bool isFlagged)
    {
        if (isFlagged) return new GeneratedImage(null, null);
        return image.Link("url") is { } url
            ? new GeneratedImage(url, null)
            : throw _queue.Http.Unexpected(finished.Call, finished.Reply, "an image of the result has no http(s) link", MoneySpent.No);
    }

    private static bool IsFlagged(JsonElement? flags, int index) =>
        flags is { } list && index < list.GetArrayLength() && list[index].ValueKind == JsonValueKind.True;

    // fal charges for successes only; asking again for what has failed gives the same.
    private ProviderException Failure(FalError error)
    {
        var code = error.IsRefusal ? ProviderErrorCode.ContentRefused : ProviderErrorCode.GenerationFailed;
        return new ProviderException(new ProviderFailure
        {
            Provider = ProviderId,
            Operation = "image result",
            Code = code,
            Message = _queue.Http.Clean(error.Message ?? "no reason given"),
            Hint = FailureHints.For(code, MoneySpent.No, "FAL_KEY"),
            HttpStatus = error.HttpStatus,
            ProviderCode = error.Code is null ? null : _queue.Http.Clean(error.Code, null, Limits.CodeCharactersMax),
            IsRetryable = false,
            MoneySpent = MoneySpent.No,
            NeverLeft = false,
        });
    }
}

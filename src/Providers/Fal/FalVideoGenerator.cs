using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Fal;

/// <summary>Clips by the models behind fal's queue.</summary>
internal sealed class FalVideoGenerator : IVideoGenerator
{
    private readonly FalQueue _queue;
    private readonly IReadOnlyList<FalVideoModel> _models;

    /// <exception cref="ArgumentException">A model's name is not one of fal.</exception>
    public FalVideoGenerator(FalQueue queue, IReadOnlyList<FalVideoModel> models)
    {
        _queue = queue;
        _models = models;
        Models = [.. models.Select(model => model.Capabilities)];
        foreach (var model in Models) FalEndpoint.Of(model.Name);
    }

    public string ProviderId => _queue.Http.ProviderId;

    /// <summary>fal documents neither an idempotency key nor a list of requests.</summary>
    public ProviderClass Class => ProviderClass.N;

    public bool ReportsCharge => false;

    public bool IsOnLoopback => _queue.Http.IsOnLoopback;

    public IReadOnlyList<VideoModel> Models { get; }

    public IReadOnlyList<string> Validate(VideoRequest request) => VideoRequestRules.Check(request, Models);

    public Task<string> SubmitAsync(VideoRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("video submit", "/") { Prompt = request.Prompt };
        var problems = Validate(request);
        if (problems.Count > 0) throw _queue.Http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        call = call with { Path = FalEndpoint.Of(request.Model).Submit };
        return _queue.SubmitAsync(call, Input(request), reservation, cancellationToken);
    }

    public async Task<VideoGenerationStatus> GetStatusAsync(string model, string requestId, CancellationToken cancellationToken)
    {
        var answer = await _queue.GetAsync("video", model, requestId, cancellationToken);
        switch (answer)
        {
            case FalAnswer.Waiting waiting:
                return new VideoGenerationStatus.Pending(null, waiting.QueuePosition);
            case FalAnswer.Broken broken:
                return Broken(broken.Error);
            case FalAnswer.Finished finished:
                var video = finished.Output.Object("video");
                return video?.Link("url") is { } url
                    ? new VideoGenerationStatus.Done(url, video.Value.Number("duration"), null)
                    : throw _queue.Http.Unexpected(finished.Call, finished.Reply, "the result has no link to a clip", MoneySpent.No);
            default:
                throw new InvalidOperationException($"No such answer: {answer.GetType().Name}.");
        }
    }

    private VideoGenerationStatus Broken(FalError error)
    {
        var message = _queue.Http.Clean(error.Message ?? "no reason given");
        if (error.IsRefusal)
        {
            return new VideoGenerationStatus.Refused(ProviderErrorCode.ContentRefused.ToText(), message, null);
        }

        var code = _queue.Http.Clean(error.Code ?? ProviderErrorCode.GenerationFailed.ToText(), null, Limits.CodeCharactersMax);
        return new VideoGenerationStatus.Failed(code, message, error.IsPassing, null);
    }

    private JsonObject Input(VideoRequest request)
    {
        var model = _models.First(model => string.Equals(model.Capabilities.Name, request.Model, StringComparison.Ordinal));
        var input = new JsonObject
        {
            ["prompt"] = request.Prompt,
            ["duration"] = request.DurationSeconds.ToString(CultureInfo.InvariantCulture) + model.DurationUnit,
        };
        if (request.AspectRatio is not null) input["aspect_ratio"] = request.AspectRatio;
        if (request.Resolution is not null) input["resolution"] = request.Resolution;
        if (request.ImageUrl is not null) input["image_url"] = request.ImageUrl;
        if (request.Seed is { } seed) input["seed"] = seed;
        if (request.NegativePrompt is not null) input["negative_prompt"] = request.NegativePrompt;
        if (request.GenerateAudio is { } audio) input["generate_audio"] = audio;
        return input;
    }
}

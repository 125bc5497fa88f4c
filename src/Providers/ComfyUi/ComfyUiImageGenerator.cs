using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.ComfyUi;

/// <summary>Images by a ComfyUI server: a workflow is queued, then its history is asked for, then its files.</summary>
internal sealed class ComfyUiImageGenerator(ProviderHttp http, ComfyUiWorkflow workflow, int countMax, Random random) : IImageGenerator
{
    private static readonly ImageSize DefaultSize = new(1024, 1024);

    private readonly Lock _gate = new();
    private readonly ComfyUiHistory _history = new(http);

    public string ProviderId => http.ProviderId;

    /// <summary>A repeat costs nothing but time, and is not waited for: no order is ever looked up.</summary>
    public ProviderClass Class => ProviderClass.N;

    public bool IsOnLoopback => http.IsOnLoopback;

    /// <summary>Empty: a model is whatever checkpoint file lies on the server.</summary>
    public IReadOnlyList<ImageModel> Models => [];

    public IReadOnlyList<string> Validate(ImageRequest request)
    {
        var problems = new List<string>(ImageRequestRules.Check(request, Models));
        if (request.Count > countMax) problems.Add($"count: {request.Count} is above {countMax}, the most of one order");
        if (request.References.Count > 0) problems.Add($"references: {request.References.Count} pictures; workflows take none here");
        if (ImageSize.Of(request.AspectRatio, request.Resolution, out _) is { } problem) problems.Add(problem);
        Needs("count", request.Count > 1, "count");
        Needs("seed", request.Seed is not null, "seed");
        Needs("negative prompt", request.NegativePrompt is not null, "negativePrompt");
        Needs("aspect ratio", request.AspectRatio is not null, "width");
        Needs("resolution", request.Resolution is not null, "width");
        if (request.Seed < 0) problems.Add($"seed: {request.Seed} is below 0");
        return problems;

        void Needs(string field, bool isGiven, string placeholder)
        {
            if (isGiven && !workflow.Takes(placeholder)) problems.Add($"{field}: the workflow has no use for it; write {{{{{placeholder}}}}} where it goes");
        }
    }

    public async Task<ImageSubmission> SubmitAsync(ImageRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("image submit", "/prompt") { Prompt = request.Prompt, CostsMoney = false };
        var problems = Validate(request);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        var reply = await http.PostPaidAsync(call, new JsonObject { ["prompt"] = workflow.Fill(OrderOf(request)) }, reservation, cancellationToken);
        var requestId = reply.Body?.Text("prompt_id");
        return RequestIds.IsSafe(requestId)
            ? new ImageSubmission.Queued(requestId!)
            : throw http.Unexpected(call, reply, ErrorBody.Parse(reply.Body).Message ?? "the reply to the submit has no usable prompt_id", MoneySpent.No);
    }

    public Task<ImageReply?> GetResultAsync(string model, string requestId, CancellationToken cancellationToken) =>
        _history.GetAsync(requestId, cancellationToken);

    private ComfyUiOrder OrderOf(ImageRequest request)
    {
        ImageSize.Of(request.AspectRatio, request.Resolution, out var size);
        lock (_gate)
        {
            // The server keeps what it has made: an order like an earlier one ends at once and lists no files. The name is never the same
            // twice, so that at least the saving is done again, whatever the seed.
            var order = string.Create(CultureInfo.InvariantCulture, $"order-{random.NextInt64():x16}");
            return new ComfyUiOrder(request, size ?? DefaultSize, request.Seed ?? random.NextInt64(), order);
        }
    }
}

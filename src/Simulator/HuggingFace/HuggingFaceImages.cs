using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.HuggingFace;

/// <summary>Text-to-image: the reply is the file.</summary>
internal sealed class HuggingFaceImages(Intake intake, PriceList prices, RateLimiter limiter, CallWait wait)
{
    private const string Provider = "huggingface";
    private const string EndpointModel = "own-endpoint";
    private const int SidePxMax = 4096;

    private static readonly SecondsRange Work = new(2, 8);
    private static readonly string[] Models =
        ["stabilityai/stable-diffusion-xl-base-1.0", "black-forest-labs/FLUX.1-dev", "black-forest-labs/FLUX.1-schnell"];

    private sealed record ImageRequest(string Prompt, int WidthPx, int HeightPx, ulong? Seed);

    /// <summary>POST /hf-inference/models/{owner}/{name}.</summary>
    public Task SubmitToRouterAsync(HttpContext context)
    {
        var model = $"{context.GetRouteValue("owner")}/{context.GetRouteValue("name")}";
        return Models.Contains(model)
            ? SubmitAsync(context, model)
            : HuggingFaceErrors.Instance.WriteAsync(context, 404, $"Model {model} is not supported by provider hf-inference.");
    }

    /// <summary>POST / of an endpoint, which serves the one model that was put on it.</summary>
    public Task SubmitToEndpointAsync(HttpContext context) => SubmitAsync(context, EndpointModel);

    private async Task SubmitAsync(HttpContext context, string model)
    {
        if (ApiKey.Check(context.Request, "Bearer", out var keyId) != KeyCheck.Good)
        {
            await HuggingFaceErrors.Instance.WriteAsync(context, 401, "Invalid username or password.");
            return;
        }

        if (!limiter.TryAdmit(Provider, keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: null, HuggingFaceErrors.Instance);
            return;
        }

        if (await Reply.ReadObjectAsync(context.Request) is not { } body || TryRead(body, out var request) is { } problem)
        {
            await HuggingFaceErrors.InputAsync(context, "Input should be an object with `inputs` and, if any, `parameters` of known names and types");
            return;
        }

        var order = new CallOrder(Provider, FaultOperation.Image, keyId, model, request!.Prompt)
        {
            PriceTicks = prices.TicksPer("image", Provider, model),
            RefusalPriceTicks = 0,
            WorkSeconds = draw => Work.At(draw.Share),
            AspectRatio = string.Create(CultureInfo.InvariantCulture, $"{request.WidthPx}:{request.HeightPx}"),
            ImageCount = 1,
            PictureSeed = request.Seed,
            StatusesNotCharged = [503],
        };
        if (await intake.AcceptAsync(context, order, HuggingFaceErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        if (call.Facts.Ending == CallState.Refused)
        {
            await HuggingFaceErrors.Instance.WriteAsync(context, 400, "The request was blocked by the content policy of the model.");
            return;
        }

        context.Response.ContentType = "image/png";
        await context.Response.Body.WriteAsync(StillImage.Render(call.Facts, 0), context.RequestAborted);
    }

    private static string? TryRead(JsonElement body, out ImageRequest? request)
    {
        request = null;
        if (!body.TryText("inputs", out var prompt) || string.IsNullOrEmpty(prompt)) return "inputs";
        var parameters = body.Field("parameters") ?? default;
        if (!parameters.TryWhole("width", out var width) || width is < 64 or > SidePxMax || width % 8 > 0) return "width";
        if (!parameters.TryWhole("height", out var height) || height is < 64 or > SidePxMax || height % 8 > 0) return "height";
        ulong seed = 0;
        var seedField = parameters.Field("seed");
        if (seedField is { } given && !(given.ValueKind == JsonValueKind.Number && given.TryGetUInt64(out seed))) return "seed";
        if (!parameters.TryText("negative_prompt", out _)) return "negative_prompt";
        request = new ImageRequest(prompt, width ?? 1024, height ?? 1024, seedField is null ? null : seed);
        return null;
    }
}

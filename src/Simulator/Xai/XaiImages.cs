using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Downloads;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.Xai;

/// <summary>xAI's images: one request, one answer with all of them.</summary>
internal sealed class XaiImages(XaiDoor door, Intake intake, PriceList prices, CallWait wait, TimeProvider clock)
{
    private const int ImagesMax = 10;

    private static readonly SecondsRange Work = new(3, 9);

    private static readonly string[] AspectRatios =
        ["1:1", "3:4", "4:3", "9:16", "16:9", "2:3", "3:2", "9:19.5", "19.5:9", "9:20", "20:9", "1:2", "2:1", "auto"];

    /// <summary>Names of the models.</summary>
    public static IReadOnlyList<string> Models { get; } = ["grok-imagine-image", "grok-imagine-image-quality", "grok-imagine-image-pro"];

    private sealed record ImageRequest(string Model, string Prompt, int Count, string AspectRatio, bool IsInline);

    /// <summary>POST /v1/images/generations.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } visit) return;
        if (TryRead(visit.Body, out var request) is { } problem)
        {
            await XaiErrors.FieldAsync(context, problem);
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(request!, visit.KeyId), XaiErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        var images = Enumerable.Range(0, request!.Count).Select(index => ImageOf(context, call, index, request.IsInline));
        var body = new XaiImageList([.. images], new XaiUsage(prices.ChargedTicks(call, clock.GetUtcNow())));
        await Reply.WriteAsync(context, 200, body, XaiJson.Default.XaiImageList);
    }

    private static XaiImage ImageOf(HttpContext context, Call call, int index, bool isInline)
    {
        if (call.Facts.Ending == CallState.Refused) return new XaiImage(null, null, null, null, RespectModeration: false);
        return isInline
            ? new XaiImage(null, Convert.ToBase64String(StillImage.Render(call.Facts, index)), null, "image/png", RespectModeration: true)
            : new XaiImage(FileLinks.ImageUrl(context, call, index), null, null, "image/png", RespectModeration: true);
    }

    private CallOrder OrderOf(ImageRequest request, string keyId) => new("xai", FaultOperation.Image, keyId, request.Model, request.Prompt)
    {
        PriceTicks = request.Count * prices.TicksPer("image", "xai", request.Model),
        WorkSeconds = draw => Work.At(draw.Share),
        AspectRatio = request.AspectRatio,
        ImageCount = request.Count,
    };

    private static XaiFieldProblem? TryRead(JsonElement body, out ImageRequest? request)
    {
        request = null;
        if (!body.TryText("model", out var model)) return XaiFieldProblem.Missing("model", "a string");
        model ??= Models[0];
        if (!Models.Contains(model)) return XaiFieldProblem.UnknownModel(model);
        if (!body.TryText("prompt", out var prompt) || prompt is null) return XaiFieldProblem.Missing("prompt", "a string");
        if (prompt.Length == 0) return XaiFieldProblem.OutOfRange("prompt", "not empty");
        if (!body.TryWhole("n", out var count)) return XaiFieldProblem.Missing("n", "a whole number");
        if (count is < 1 or > ImagesMax) return XaiFieldProblem.OutOfRange("n", $"from 1 to {ImagesMax}");
        if (!body.TryText("aspect_ratio", out var aspectRatio)) return XaiFieldProblem.Missing("aspect_ratio", "a string");
        if (aspectRatio is not null && !AspectRatios.Contains(aspectRatio))
        {
            return XaiFieldProblem.OutOfRange("aspect_ratio", $"one of {string.Join(", ", AspectRatios)}");
        }

        if (!body.TryText("response_format", out var format)) return XaiFieldProblem.Missing("response_format", "a string");
        if (format is not (null or "url" or "b64_json")) return XaiFieldProblem.OutOfRange("response_format", "url or b64_json");
        request = new ImageRequest(model, prompt, count ?? 1, aspectRatio ?? "1:1", format == "b64_json");
        return null;
    }
}

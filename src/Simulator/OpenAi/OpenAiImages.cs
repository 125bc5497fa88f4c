using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>Images: one request, one answer with all the files in it.</summary>
internal sealed class OpenAiImages(OpenAiAccount account, OpenAiDoor door, Intake intake, PriceList prices, CallWait wait, TimeProvider clock)
{
    private static readonly SecondsRange Work = new(8, 40);

    /// <summary>POST /v1/images/generations.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } visit) return;
        if (OpenAiImageOrder.TryRead(visit.Body, account, out var order) is { } problem)
        {
            await OpenAiErrors.WriteAsync(context, problem);
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(order!, visit.KeyId), OpenAiErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        await (call.Facts.Ending == CallState.Refused
            ? OpenAiErrors.WriteAsync(context, OpenAiProblem.ImageBlocked)
            : Reply.WriteAsync(context, 200, ListOf(order!, call), OpenAiJson.Default.OpenAiImageList));
    }

    // A blocked prompt is an error to the client, so it costs nothing.
    private CallOrder OrderOf(OpenAiImageOrder order, string keyId) =>
        new(account.Provider, FaultOperation.Image, keyId, order.Model, order.Prompt)
        {
            PriceTicks = account.IsOwnServer ? 0 : Price(order),
            RefusalPriceTicks = 0,
            IsModerated = !account.IsOwnServer,
            WorkSeconds = draw => Work.At(draw.Share),
            AspectRatio = order.AspectRatio,
            ImageCount = order.Count,
        };

    private long Price(OpenAiImageOrder order) =>
        (LanguageModel.Tokens(order.Prompt.Length) * prices.TicksPer("input-token", account.Provider, order.Model))
        + (order.OutputTokens * prices.TicksPer("output-token", account.Provider, order.Model));

    private OpenAiImageList ListOf(OpenAiImageOrder order, Call call)
    {
        var images = Enumerable.Range(0, order.Count).Select(index => new OpenAiImage(Convert.ToBase64String(StillImage.Render(call.Facts, index))));
        var list = new OpenAiImageList(clock.GetUtcNow().ToUnixTimeSeconds(), [.. images], "png", order.Size);
        if (account.IsOwnServer) return list;

        long prompt = LanguageModel.Tokens(order.Prompt.Length);
        return list with
        {
            Quality = order.Quality == "auto" ? "high" : order.Quality,
            Usage = new OpenAiImageUsage(prompt, order.OutputTokens, prompt + order.OutputTokens, new OpenAiImageInputTokens(prompt, 0)),
        };
    }
}

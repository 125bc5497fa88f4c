using System.Globalization;
using System.Text;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Speech;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>Spoken texts: the reply is the sound, or events with pieces of it.</summary>
internal sealed class OpenAiSpeech(OpenAiAccount account, OpenAiDoor door, Intake intake, PriceList prices, CallWait wait)
{
    private const int PieceBytes = 16 * 1024;

    /// <summary>POST /v1/audio/speech.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } visit) return;
        if (OpenAiSpeechOrder.TryRead(visit.Body, account, out var order) is { } problem)
        {
            await OpenAiErrors.WriteAsync(context, problem);
            return;
        }

        if (Speaker.Problem is { } silence)
        {
            await OpenAiErrors.Instance.WriteAsync(context, 503, silence);
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(order!, visit.KeyId), OpenAiErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        if (call.Facts.Ending == CallState.Refused)
        {
            await OpenAiErrors.WriteAsync(context, OpenAiProblem.SpeechBlocked);
            return;
        }

        var (_, file) = await SpeechMaker.MakeAsync(call.Facts, order!.Text, order.Timbre, seed: null, order.Form, context.RequestAborted);
        context.Response.Headers["x-request-id"] = "req_" + call.Facts.RequestId.Replace("-", "", StringComparison.Ordinal);
        if (order.IsStream) await StreamAsync(context, order, file);
        else await WriteAsync(context, order, file);
    }

    // In pieces, without a length, as a sound that is still being spoken.
    private static async Task WriteAsync(HttpContext context, OpenAiSpeechOrder order, byte[] file)
    {
        context.Response.ContentType = order.Form.MediaType;
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.Body.WriteAsync(file, context.RequestAborted);
    }

    private static async Task StreamAsync(HttpContext context, OpenAiSpeechOrder order, byte[] file)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var piece in file.Chunk(PieceBytes))
        {
            await EventAsync(context, $$"""{"type":"speech.audio.delta","audio":"{{Convert.ToBase64String(piece)}}"}""");
        }

        var (input, output) = (order.InputTokens, order.OutputTokens);
        await EventAsync(context, string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"type":"speech.audio.done","usage":{"input_tokens":{{{input}}},"output_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}"""));
    }

    private static Task EventAsync(HttpContext context, string json) =>
        context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {json}\n\n"), context.RequestAborted).AsTask();

    private CallOrder OrderOf(OpenAiSpeechOrder order, string keyId) => new(account.Provider, FaultOperation.Speech, keyId, order.Model, order.Text)
    {
        PriceTicks = account.IsOwnServer ? 0 : Price(order),
        RefusalPriceTicks = 0,
        IsModerated = !account.IsOwnServer,
        WorkSeconds = draw => 0.5 + (order.Text.Length * (0.01 + (0.01 * draw.Share))),
        Beside = string.Create(CultureInfo.InvariantCulture, $"{order.Voice} {order.Speed} {order.Instructions}"),
    };

    private long Price(OpenAiSpeechOrder order) => order.IsBilledByTokens
        ? (order.InputTokens * prices.TicksPer("input-token", account.Provider, order.Model))
            + (order.OutputTokens * prices.TicksPer("output-token", account.Provider, order.Model))
        : order.Text.Length * prices.TicksPer("character", account.Provider, order.Model);
}

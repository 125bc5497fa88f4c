using System.Buffers.Binary;
using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>Vectors of texts.</summary>
internal sealed class OpenAiEmbeddings(OpenAiAccount account, OpenAiDoor door, Intake intake, PriceList prices, CallWait wait)
{
    private static readonly SecondsRange Work = new(0.2, 1);

    /// <summary>POST /v1/embeddings.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } visit) return;
        if (OpenAiEmbeddingOrder.TryRead(visit.Body, account, out var order) is { } problem)
        {
            await OpenAiErrors.WriteAsync(context, problem);
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(order!, visit.KeyId), OpenAiErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        var vectors = TextVectors.Answered(call.Facts, order!.Texts).Select((text, index) => new OpenAiVector("embedding", index, Write(TextVectors.Of(text, order.Dimensions), order.IsBase64)));
        var list = new OpenAiVectorList("list", [.. vectors], order.Model)
        {
            Usage = account.LeavesOutUsage(new Draw(call.Facts.Seed)) ? null : new OpenAiVectorUsage(order.Tokens, order.Tokens),
        };
        await Reply.WriteAsync(context, 200, list, OpenAiJson.Default.OpenAiVectorList);
    }

    private CallOrder OrderOf(OpenAiEmbeddingOrder order, string keyId) =>
        new(account.Provider, FaultOperation.Embedding, keyId, order.Model, string.Join('\n', order.Texts))
        {
            PriceTicks = account.IsOwnServer ? 0 : order.Tokens * prices.TicksPer("input-token", account.Provider, order.Model),
            IsModerated = false,
            WorkSeconds = draw => Work.At(draw.Share),
        };

    private static JsonElement Write(float[] vector, bool isBase64)
    {
        if (!isBase64) return JsonSerializer.SerializeToElement(vector, OpenAiJson.Default.SingleArray);
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var place = 0; place < vector.Length; place++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(place * sizeof(float)), vector[place]);
        return JsonSerializer.SerializeToElement(Convert.ToBase64String(bytes), OpenAiJson.Default.String);
    }
}

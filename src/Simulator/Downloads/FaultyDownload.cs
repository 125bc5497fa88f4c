using System.Text;
using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.Downloads;

/// <summary>Plays the faults of downloads. They hold for the whole reply: a Range in the request is not looked at. Safe for several threads.</summary>
internal sealed class FaultyDownload(TimeProvider clock)
{
    private const int ChunkBytes = 64 * 1024;
    private const int TricklesPerSecond = 10;

    /// <summary>The web page that comes in place of a file.</summary>
    public static ReadOnlyMemory<byte> ErrorPage { get; } = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Please try again later</h1></body></html>\n");

    /// <summary>True when the fault is played on the real file.</summary>
    public static bool NeedsContent(Fault fault) => fault.Kind is
        FaultKind.SlowDownload or FaultKind.TruncatedDownload or FaultKind.TruncatedSilent or FaultKind.MissingContentLength or FaultKind.CorruptFile;

    /// <summary>Plays a fault that needs no file.</summary>
    public Task PlayAsync(HttpContext context, Fault fault) => fault.Kind switch
    {
        FaultKind.WrongContentType => WebPageAsync(context),
        FaultKind.OversizedFile => OversizedAsync(context, fault),
        _ => StorageErrors.Instance.WriteAsync(context, fault.Status, "The file cannot be had."),
    };

    /// <summary>Plays a fault on a file.</summary>
    public async Task PlayAsync(HttpContext context, Fault fault, Stream content, string type)
    {
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, context.RequestAborted);
        context.Response.ContentType = type;
        var part = bytes.AsMemory(0, (int)(bytes.Length * fault.Part));
        switch (fault.Kind)
        {
            case FaultKind.SlowDownload:
                context.Response.ContentLength = bytes.Length;
                await TrickleAsync(context, bytes, fault.BytesPerSecond);
                break;
            case FaultKind.TruncatedDownload:
                // Less than declared: the server closes the connection after what was written. An abort could destroy that on its way.
                context.Response.ContentLength = bytes.Length;
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
                break;
            case FaultKind.TruncatedSilent:
                await WriteChunkedAsync(context, part);
                break;
            case FaultKind.MissingContentLength:
                await WriteChunkedAsync(context, bytes);
                break;
            default:
                Garble(bytes);
                context.Response.ContentLength = bytes.Length;
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
                break;
        }
    }

    private static Task WebPageAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = ErrorPage.Length;
        return context.Response.Body.WriteAsync(ErrorPage, context.RequestAborted).AsTask();
    }

    // Kestrel sends chunks when there is no length and the body is flushed before its end.
    private static async Task WriteChunkedAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private async Task TrickleAsync(HttpContext context, ReadOnlyMemory<byte> bytes, int bytesPerSecond)
    {
        var step = Math.Max(1, bytesPerSecond / TricklesPerSecond);
        for (var sent = 0; sent < bytes.Length; sent += step)
        {
            await context.Response.Body.WriteAsync(bytes.Slice(sent, Math.Min(step, bytes.Length - sent)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(TimeSpan.FromSeconds(1.0 / TricklesPerSecond), clock, context.RequestAborted);
        }
    }

    // A file that looks like a video at its start, so that only its size gives it away.
    private static async Task OversizedAsync(HttpContext context, Fault fault)
    {
        context.Response.ContentType = "video/mp4";
        if (fault.Declared) context.Response.ContentLength = fault.Bytes;
        var chunk = new byte[ChunkBytes];
        "\0\0\0\u0018ftypisom"u8.CopyTo(chunk);
        for (long sent = 0; sent < fault.Bytes && !context.RequestAborted.IsCancellationRequested; sent += chunk.Length)
        {
            var length = (int)Math.Min(chunk.Length, fault.Bytes - sent);
            await context.Response.Body.WriteAsync(chunk.AsMemory(0, length), context.RequestAborted);
            if (sent == 0) chunk = new byte[ChunkBytes];
        }
    }

    // The head is garbled, so that no reader of the container takes the file for whole, and some of the rest.
    private static void Garble(Span<byte> bytes)
    {
        for (var index = 0; index < bytes.Length; index += index < 64 ? 1 : 97) bytes[index] ^= 0xA5;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Providers.Http;

/// <summary>
/// A body that can be sent once. It remembers whether a connection began to take it, which tells a request that never
/// left from one that may have been accepted, and it refuses to be written a second time, so that nothing below us resends.
/// </summary>
internal sealed class SingleUseContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private int _writes;

    public SingleUseContent(JsonObject body)
    {
        _body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>No body, for a question that is sent once.</summary>
    public SingleUseContent() => _body = ReadOnlyMemory<byte>.Empty;

    /// <summary>Bytes of another kind. They must stay as they are until the request is over.</summary>
    public SingleUseContent(ReadOnlyMemory<byte> body, MediaTypeHeaderValue type)
    {
        _body = body;
        Headers.ContentType = type;
    }

    /// <summary>True once a connection has asked for the body.</summary>
    public bool HasLeft => Volatile.Read(ref _writes) > 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _writes) > 1)
        {
            throw new HttpRequestException("The request broke after it was sent, and it is not sent a second time.");
        }

        await stream.WriteAsync(_body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}

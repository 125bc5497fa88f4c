using Azure.Core;
using Azure.Core.Pipeline;

namespace FunctionsPipeline.Edge.Tests.Azurite;

/// <summary>A network that loses answers: the request arrives and is carried out, and nobody hears of it.</summary>
internal sealed class LossyTransport : HttpPipelineTransport
{
    private readonly HttpClientTransport _network = new();

    /// <summary>Says which answers get lost. Asked for every request; null loses none.</summary>
    public Func<Request, bool>? Loses { get; set; }

    /// <summary>Runs between the loss of an answer and the second try.</summary>
    public Func<Task> AfterLoss { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before a request leaves.</summary>
    public Func<Request, Task> BeforeSending { get; set; } = _ => Task.CompletedTask;

    /// <summary>What becomes of the body of an answer on its way.</summary>
    public Func<Stream, Stream>? Body { get; set; }

    public int RequestCount { get; private set; }

    /// <summary>Loses the next answer to a request of this method.</summary>
    public void LoseNext(RequestMethod method) => Loses = request =>
    {
        if (request.Method != method) return false;
        Loses = null;
        return true;
    };

    public override Request CreateRequest() => _network.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The stores send nothing blocking.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        RequestCount++;
        await BeforeSending(message.Request);
        await _network.ProcessAsync(message);
        if (Body is not null && message.Response.ContentStream is { } body) message.Response.ContentStream = Body(body);
        if (Loses?.Invoke(message.Request) != true) return;
        await AfterLoss();
        throw new IOException("The connection was lost.");
    }
}

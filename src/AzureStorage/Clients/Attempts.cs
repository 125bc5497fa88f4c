using Azure.Core;
using Azure.Core.Pipeline;

namespace FunctionsPipeline.AzureStorage.Clients;

/// <summary>
/// Counts how often the SDK sent what is asked for inside the scope. A write that was sent twice may have been refused
/// because of itself: the answer to the first was lost, and the second found what the first had written.
/// </summary>
internal sealed class Attempts : IDisposable
{
    private const string PropertyName = "FunctionsPipeline.Attempts";
    private readonly IDisposable _scope;
    private int _count;

    public Attempts() => _scope = HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?>(StringComparer.Ordinal) { [PropertyName] = this });

    /// <summary>True when the SDK sent a request again.</summary>
    public bool WasRepeated => Volatile.Read(ref _count) > 1;

    public static void Count(HttpMessage message)
    {
        if (message.TryGetProperty(PropertyName, out var found) && found is Attempts attempts) Interlocked.Increment(ref attempts._count);
    }

    public void Dispose() => _scope.Dispose();
}

/// <summary>Tells <see cref="Attempts"/> of every request that leaves.</summary>
internal sealed class AttemptCounting : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message) => Attempts.Count(message);
}

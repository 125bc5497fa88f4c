namespace FunctionsPipeline.Durable.Engine;

/// <summary>What owner and other processes ask of the store in the same way.</summary>
internal sealed class StoreClient(IHistoryStore store)
{
    private const int PageSize = 200;

    public static InboxMessage Event(string instanceId, string name, object? payload) =>
        new(0, instanceId, InboxKind.RaiseEvent, name, Payload.Write(payload, $"payload of event '{name}'"));

    public OrchestrationState? Get(string instanceId) => store.Find(instanceId)?.State;

    public OrchestrationState GetExisting(string instanceId) =>
        Get(instanceId) ?? throw new KeyNotFoundException($"There is no instance '{instanceId}'.");

    public IEnumerable<OrchestrationState> List(string prefix, CancellationToken cancellationToken)
    {
        string? last = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = store.List(prefix, last, PageSize);
            foreach (var state in page) yield return state;
            if (page.Count < PageSize) yield break;
            last = page[^1].InstanceId;
        }
    }

    public InstanceHistory? ReadHistory(string instanceId) => store.Find(instanceId) is { } record
        ? new InstanceHistory(instanceId, record.State.Name, record.Parent?.Id, store.LoadHistory(record.Key))
        : null;
}

using System.Collections.Concurrent;

namespace FunctionsPipeline.AzureStorage.Clients;

/// <summary>Makes a table or a container before its first write, once in a process.</summary>
/// <remarks>Safe for several threads: those that come meanwhile wait for the same making.</remarks>
internal sealed class FirstUse(Func<string, Task> make)
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _made = new(StringComparer.Ordinal);

    public async Task EnsureAsync(string name, CancellationToken cancellationToken)
    {
        // Not cancelled with its first caller: others wait for it too.
        var making = _made.GetOrAdd(name, key => new Lazy<Task>(() => make(key)));
        try
        {
            await making.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            if (making.Value is { IsCompleted: true, IsCompletedSuccessfully: false }) _made.TryRemove(new KeyValuePair<string, Lazy<Task>>(name, making));
        }
    }

    /// <summary>Somebody deleted it: the next use makes it anew.</summary>
    public void Forget(string name) => _made.TryRemove(name, out _);
}

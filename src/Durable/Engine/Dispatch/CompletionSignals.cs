using System.Collections.Concurrent;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Wakes those who wait for the end of an instance.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class CompletionSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waits = new(StringComparer.Ordinal);
    private volatile EngineStoppedException? _failure;

    /// <summary>Why no instance will end any more, or null.</summary>
    public EngineStoppedException? Failure => _failure;

    /// <summary>A task that completes with the next <see cref="Signal"/> of that instance. Ask before looking at the store.</summary>
    public Task WhenSignalled(string instanceId)
    {
        var wait = _waits.GetOrAdd(instanceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_failure is { } failure) wait.TrySetException(failure);
        return wait.Task;
    }

    public void Signal(string instanceId)
    {
        if (_waits.TryRemove(instanceId, out var wait)) wait.TrySetResult();
    }

    /// <summary>Tells all who wait, now and later. The first reason stays.</summary>
    public void Fail(EngineStoppedException error)
    {
        _failure ??= error;
        foreach (var wait in _waits.Values) wait.TrySetException(error);
    }
}

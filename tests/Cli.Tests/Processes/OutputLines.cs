namespace FunctionsPipeline.Cli.Tests.Processes;

/// <summary>Lines that a process writes, which a test can wait for. Safe for several threads.</summary>
internal sealed class OutputLines
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = New();
    private bool _isClosed;

    /// <summary>Everything so far.</summary>
    public string Text
    {
        get
        {
            lock (_lock) return _lines.Count == 0 ? "" : string.Join('\n', _lines) + "\n";
        }
    }

    /// <summary>Takes a line; null says that there are no more.</summary>
    public void Add(string? line)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (line is null) _isClosed = true;
            else _lines.Add(line);
            changed = _changed;
            _changed = New();
        }

        changed.SetResult();
    }

    /// <summary>The first line that contains the text, as soon as it is there.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found) return found;
                if (_isClosed) throw new InvalidOperationException($"'{text}' was never written. What was:\n{string.Join('\n', _lines)}");
                changed = _changed.Task;
            }

            await changed.WaitAsync(Patience);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

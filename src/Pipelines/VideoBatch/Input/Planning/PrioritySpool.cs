using System.Text.Json;
using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>
/// Prompts put aside by priority in temporary files, so that a plan of any size is interleaved with bounded memory.
/// The files vanish with the object, and with the process. Not for several threads.
/// </summary>
internal sealed class PrioritySpool(string folder) : IDisposable
{
    private readonly Queue?[] _queues = new Queue?[3];

    /// <summary>Prompts of a priority.</summary>
    public int Count(ItemPriority priority) => _queues[(int)priority]?.Count ?? 0;

    /// <summary>Puts a prompt aside.</summary>
    public void Add(ItemPriority priority, PromptEntry prompt)
    {
        var queue = _queues[(int)priority] ??= new Queue(folder);
        queue.Add(prompt);
    }

    /// <summary>The prompts of a priority, in the order in which they came. Once, after the last was added.</summary>
    public IEnumerable<PromptEntry> Take(ItemPriority priority) => _queues[(int)priority]?.TakeAll() ?? [];

    public void Dispose()
    {
        foreach (var queue in _queues) queue?.Dispose();
    }

    private sealed class Queue(string folder) : IDisposable
    {
        private readonly FileStream _file = new(
            Path.Combine(folder, $".plan-{Environment.ProcessId}-{Path.GetRandomFileName()}.tmp"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose,
                BufferSize = 64 * 1024,
            });

        public int Count { get; private set; }

        public void Add(PromptEntry prompt)
        {
            JsonSerializer.Serialize(_file, prompt, DurableJson.Options);
            _file.WriteByte((byte)'\n');
            Count++;
        }

        public IEnumerable<PromptEntry> TakeAll()
        {
            _file.Position = 0;
            using var lines = new StreamReader(_file, leaveOpen: true);
            while (lines.ReadLine() is { } line) yield return JsonSerializer.Deserialize<PromptEntry>(line, DurableJson.Options)!;
        }

        public void Dispose() => _file.Dispose();
    }
}

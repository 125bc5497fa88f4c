using FunctionsPipeline.Durable;
using System.Text.Json;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>
/// Items put aside by priority in temporary files, so that a plan of any size is interleaved with bounded memory.
/// The files vanish with the object, and with the process. Not for several threads.
/// </summary>
internal sealed class PrioritySpool(string folder) : IDisposable
{
    /// <summary>Who starts next, by weight 4:2:1, spread evenly. One who has nothing left is passed over.</summary>
    private static readonly ItemPriority[] Turns =
    [
        ItemPriority.High, ItemPriority.Normal, ItemPriority.High, ItemPriority.Low, ItemPriority.High, ItemPriority.Normal, ItemPriority.High,
    ];

    private readonly Queue?[] _queues = new Queue?[3];

    public int Count(ItemPriority priority) => _queues[(int)priority]?.Count ?? 0;

    /// <summary>Puts an item aside; its index is given when it is taken.</summary>
    public void Add(PlannedItem item)
    {
        var queue = _queues[(int)item.Priority] ??= new Queue(folder);
        queue.Add(item);
    }

    /// <summary>Takes everything, interleaved, with indexes from 0.</summary>
    public IEnumerable<PlannedItem> TakeAll()
    {
        foreach (var queue in _queues) queue?.Rewind();
        var index = 0;
        for (var turn = 0; _queues.Any(queue => queue?.Left > 0); turn++)
        {
            if (_queues[(int)Turns[turn % Turns.Length]]?.Take() is { } item) yield return item with { Index = index++ };
        }
    }

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

        private StreamReader? _reader;

        public int Count { get; private set; }

        public int Left { get; private set; }

        public void Add(PlannedItem item)
        {
            JsonSerializer.Serialize(_file, item, DurableJson.Options);
            _file.WriteByte((byte)'\n');
            Count++;
        }

        public void Rewind()
        {
            _file.Position = 0;
            _reader = new StreamReader(_file, leaveOpen: true);
            Left = Count;
        }

        public PlannedItem? Take()
        {
            if (Left == 0) return null;
            Left--;
            return JsonSerializer.Deserialize<PlannedItem>(_reader!.ReadLine()!, DurableJson.Options);
        }

        public void Dispose()
        {
            _reader?.Dispose();
            _file.Dispose();
        }
    }
}

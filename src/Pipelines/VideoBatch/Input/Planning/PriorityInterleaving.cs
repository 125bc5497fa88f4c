namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>
/// Merges three ordered sequences by weight 4:2:1. One that has nothing left is passed over, so none starves and none is waited for.
/// </summary>
internal static class PriorityInterleaving
{
    /// <summary>Who comes next, spread evenly.</summary>
    private static readonly ItemPriority[] Turns =
    [
        ItemPriority.High, ItemPriority.Normal, ItemPriority.High, ItemPriority.Low,
        ItemPriority.High, ItemPriority.Normal, ItemPriority.High,
    ];

    /// <summary>Every element of all three; those of one priority keep their order.</summary>
    public static IEnumerable<T> Merge<T>(Func<ItemPriority, IEnumerable<T>> elements)
    {
        IEnumerator<T>?[] queues = [.. Enum.GetValues<ItemPriority>().Select(priority => elements(priority).GetEnumerator())];
        try
        {
            for (var turn = 0; queues.Any(queue => queue is not null); turn++)
            {
                var at = (int)Turns[turn % Turns.Length];
                if (queues[at] is not { } queue) continue;
                if (queue.MoveNext())
                {
                    yield return queue.Current;
                    continue;
                }

                queue.Dispose();
                queues[at] = null;
            }
        }
        finally
        {
            foreach (var queue in queues) queue?.Dispose();
        }
    }
}

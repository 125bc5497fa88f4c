namespace FunctionsPipeline.Api;

/// <summary>Cuts streams into pages.</summary>
internal static class RunPages
{
    /// <summary>The first entries of a stream that are wanted, and where the next page begins.</summary>
    /// <param name="entries">The stream, from where the page begins.</param>
    /// <param name="size">Entries of the page.</param>
    /// <param name="view">How an entry is shown.</param>
    /// <param name="mark">What stands for an entry as the last of its page.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Page<TView>> TakeAsync<T, TView>(
        IAsyncEnumerable<T> entries, int size, Func<T, TView> view, Func<T, string> mark, CancellationToken cancellationToken)
    {
        var values = new List<TView>();
        var last = default(string);
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            // One more entry than fits tells that there is a next page.
            if (values.Count == size) return new Page<TView>(values, last);
            values.Add(view(entry));
            last = mark(entry);
        }

        return new Page<TView>(values, null);
    }
}

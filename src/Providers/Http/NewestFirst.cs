using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>One page of a provider's list.</summary>
/// <param name="Items">Its items with the moment of each.</param>
/// <param name="Next">What asks for the next page; null at the end.</param>
internal sealed record ListPage(IReadOnlyList<(JsonElement Item, DateTimeOffset At)> Items, string? Next);

/// <summary>Reads a list, the newest first, back to a moment.</summary>
internal static class NewestFirst
{
    /// <summary>Reads so many pages and not more: a list that never ends must not keep us.</summary>
    public const int PagesMax = 20;

    /// <summary>Everything since a moment.</summary>
    /// <param name="read">Reads a page.</param>
    /// <param name="since">The moment.</param>
    /// <returns>The items, the oldest first; null when the list is too long to be read back to there, or is in no order that tells when it is.</returns>
    public static async Task<IReadOnlyList<JsonElement>?> ReadAsync(Func<string?, Task<ListPage>> read, DateTimeOffset since)
    {
        var found = new List<JsonElement>();
        string? next = null;
        var last = DateTimeOffset.MaxValue;
        for (var number = 0; number < PagesMax; number++)
        {
            var page = await read(next);
            foreach (var (item, at) in page.Items)
            {
                if (at > last) return null;
                last = at;
                if (at >= since) found.Add(item);
            }

            next = page.Next;
            if (next is not null && last >= since) continue;
            found.Reverse();
            return found;
        }

        return null;
    }
}

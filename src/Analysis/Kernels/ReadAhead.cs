using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Asks for memory before it is needed. Several rows side by side are more streams than a prefetcher follows, so while one strip of rows
/// is worked on, the next one is fetched in the order of memory.
/// </summary>
internal static unsafe class ReadAhead
{
    private const int CacheLineBytes = 64;

    /// <summary>Fetches into the second cache: the first has no room for two strips. An address beyond the plane does no harm.</summary>
    /// <param name="from">First byte.</param>
    /// <param name="lengthBytes">How many; at least one line is fetched.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(byte* from, int lengthBytes)
    {
        if (!Sse.IsSupported) return;
        for (var at = 0; at < lengthBytes; at += CacheLineBytes) Sse.Prefetch1(from + at);
    }
}

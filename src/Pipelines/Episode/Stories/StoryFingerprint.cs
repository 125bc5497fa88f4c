using System.Buffers.Binary;

namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>
/// Stands for a text so that nearly equal ones are found: the smallest hashes of its runs of four words. Pure; the same everywhere and for
/// ever, since it is kept. Case, marks and spaces do not count.
/// </summary>
public sealed class StoryFingerprint
{
    private const int RunWords = 4;
    private const int HashesMax = 128;

    private readonly ulong[] _hashes;

    private StoryFingerprint(ulong[] hashes) => _hashes = hashes;

    /// <summary>Of a text.</summary>
    public static StoryFingerprint Of(string text)
    {
        var words = WordsOf(text);
        var hashes = new SortedSet<ulong>();
        for (var start = 0; start == 0 ? words.Count > 0 : start <= words.Count - RunWords; start++)
        {
            hashes.Add(Hash(words, start, Math.Min(RunWords, words.Count - start)));
            if (hashes.Count > HashesMax) hashes.Remove(hashes.Max);
        }

        return new StoryFingerprint([.. hashes]);
    }

    /// <summary>As it was kept.</summary>
    public static StoryFingerprint FromBytes(byte[] bytes)
    {
        var hashes = new ulong[bytes.Length / sizeof(ulong)];
        for (var index = 0; index < hashes.Length; index++) hashes[index] = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(index * sizeof(ulong)));
        return new StoryFingerprint(hashes);
    }

    /// <summary>To be kept: at most 1 KiB.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_hashes.Length * sizeof(ulong)];
        for (var index = 0; index < _hashes.Length; index++) BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(index * sizeof(ulong)), _hashes[index]);
        return bytes;
    }

    /// <summary>
    /// The share of runs of words that two texts have in common, of all that either has, estimated from the smallest hashes of both
    /// together: 1 for equal texts, about 0 for different ones, within 0.1 in most cases.
    /// </summary>
    public double Likeness(StoryFingerprint other)
    {
        if (_hashes.Length == 0 || other._hashes.Length == 0) return 0;
        var smallest = _hashes.Union(other._hashes).Order().Take(Math.Min(HashesMax, Math.Max(_hashes.Length, other._hashes.Length))).ToList();
        var (mine, theirs) = (_hashes.ToHashSet(), other._hashes.ToHashSet());
        return smallest.Count(hash => mine.Contains(hash) && theirs.Contains(hash)) / (double)smallest.Count;
    }

    private static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isPart = at < text.Length && char.IsLetterOrDigit(text[at]);
            if (isPart && start < 0) start = at;
            if (isPart || start < 0) continue;
            words.Add(text[start..at].ToLowerInvariant());
            start = -1;
        }

        return words;
    }

    // FNV-1a over the words, then mixed: neighbours must not have neighbouring hashes, or the smallest would be no fair sample.
    private static ulong Hash(List<string> words, int start, int count)
    {
        var hash = 14695981039346656037UL;
        for (var index = start; index < start + count; index++)
        {
            foreach (var letter in words[index]) hash = (hash ^ letter) * 1099511628211UL;
            hash = (hash ^ ' ') * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }
}

using System.Text;

namespace FunctionsPipeline.Providers.Offline;

/// <summary>Sums weighted features into a vector of fixed length by signed hashing. The same on every machine. Not for several threads.</summary>
internal sealed class HashedVector(int dimensions)
{
    private readonly double[] _sums = new double[dimensions];

    /// <summary>Adds a feature: its hash says where and with which sign, so that collisions cancel out on average.</summary>
    public void Add(string feature, double weight)
    {
        var hash = Hash(feature);
        _sums[(int)(hash % (ulong)dimensions)] += (hash >> 63) == 0 ? weight : -weight;
    }

    /// <summary>The direction of the sum; null when nothing is in it.</summary>
    public float[]? ToUnit()
    {
        var length = Math.Sqrt(_sums.Sum(sum => sum * sum));
        return length == 0 ? null : Array.ConvertAll(_sums, sum => (float)(sum / length));
    }

    /// <summary>FNV-1a over UTF-8, and a last stir: the plain sum leaves the high bits of short words alike.</summary>
    private static ulong Hash(string feature)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(feature)) hash = (hash ^ octet) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Pipelines;

/// <summary>Draws that depend on nothing but their arguments, so that orchestrators may use them.</summary>
public static class SeededDraw
{
    /// <summary>A number in [0, 1), uniform over the arguments: the first 53 bits of their SHA-256.</summary>
    public static double Share(int seed, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder().Append(seed);
        foreach (var part in parts) text.Append('\n').Append(part);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) / (double)(1UL << 53);
    }
}

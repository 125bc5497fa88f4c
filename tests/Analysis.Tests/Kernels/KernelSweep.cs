using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Analysis.Tests.Kernels;

/// <summary>Everything the kernels compute, on planes at every lane boundary and at the extremes.</summary>
internal static class KernelSweep
{
    private const int Seed = 11;

    /// <summary>So wide that the lanes of every kernel are emptied on the way: they hold at least 8192 pixels, and 480 windows at 128 bits.</summary>
    private const int BeyondOneFlushPx = 33_001;

    private static readonly int[] WidthsPx = [1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 66, 127, 128, 129, 191, 257, 515];

    private static readonly int[] HeightsPx = [1, 3, 9, 14];

    /// <summary>What one pixel at a time gives: everything else must equal it.</summary>
    public static Lazy<IReadOnlyList<(string What, string Digest)>> Reference { get; } = new(() => Digests(new KernelSettings(KernelWidth.Scalar)));

    /// <summary>Sizes to look at.</summary>
    public static IEnumerable<(int WidthPx, int HeightPx)> Sizes =>
        [.. WidthsPx.SelectMany(width => HeightsPx.Select(height => (width, height))), (BeyondOneFlushPx, 9), (3, 200)];

    /// <summary>Pairs of planes of one size: near black, near white, noise, and both extremes against each other.</summary>
    public static IEnumerable<(byte[] One, byte[] Other)> Pairs(int widthPx, int heightPx)
    {
        var random = new Random(Seed + widthPx * HeightsPx.Length + heightPx);
        var pixels = widthPx * heightPx;
        byte[] Make(Func<int, int> value) => [.. Enumerable.Range(0, pixels).Select(at => (byte)value(at))];
        yield return (Make(_ => random.Next(4)), Make(_ => random.Next(4)));
        yield return (Make(_ => 255 - random.Next(4)), Make(_ => 255 - random.Next(4)));
        yield return (Make(_ => random.Next(256)), Make(_ => random.Next(256)));
        yield return (Make(_ => 255), Make(_ => 0));
        yield return (Make(at => (at % widthPx + at / widthPx) % 2 * 255), Make(at => (at % widthPx + at / widthPx + 1) % 2 * 255));
    }

    /// <summary>What the kernels make of a pair, name by name.</summary>
    public static IEnumerable<(string Name, long[] Values)> Measure(byte[] one, byte[] other, int widthPx, int heightPx, KernelSettings settings)
    {
        PlaneView One() => new(one, widthPx, heightPx, widthPx);
        PlaneView Other() => new(other, widthPx, heightPx, widthPx);

        var comparison = PlaneComparison.Of(One(), Other(), settings);
        yield return ("comparison", [comparison.SquaredErrorSum, comparison.AbsoluteDifferenceSum, comparison.SimilaritySum, comparison.Windows]);
        var error = SquaredErrorSums.Of(One(), Other(), settings);
        yield return ("squared error", [error.Squared, error.Absolute]);
        yield return ("luma", [LumaSum.Of(One(), settings)]);
        yield return ("difference", [AbsoluteDifference.Sum(One(), Other(), settings)]);
        yield return ("dark", [.. new byte[] { 0, 2, 127, 128, 254, 255 }.Select(bound => DarkPixelCount.Of(One(), bound, settings))]);
        var laplacian = LaplacianSums.Of(One(), settings);
        yield return ("laplacian", [laplacian.Sum, laplacian.SquareSum, laplacian.Count]);
        var gradient = GradientSums.Of(One(), settings);
        yield return ("gradient", [gradient.Across, gradient.Down, gradient.Count]);

        var sums = new FrameSums();
        sums.Measure(One(), Other(), brightestDark: 32, settings.Width);
        yield return ("frame", [sums.Luma.Total, sums.Difference.Total, sums.DarkPixels, sums.Laplacian.Sum, sums.Laplacian.SquareSum]);

        var picture = new byte[widthPx * heightPx];
        AbsoluteDifference.Fill(One(), Other(), picture, settings);
        yield return ("difference picture", Bytes(picture));
        var half = new byte[PlaneScaling.HalfOf(widthPx) * PlaneScaling.HalfOf(heightPx)];
        PlaneScaling.Halve(One(), half, settings);
        yield return ("half", Bytes(half));
        PlaneScaling.HalveGaussian(One(), half, settings);
        yield return ("half, gaussian", Bytes(half));
    }

    /// <summary>A digest of all values of all pairs, for each metric and size.</summary>
    public static IReadOnlyList<(string What, string Digest)> Digests(KernelSettings settings)
    {
        var digests = new List<(string, string)>();
        foreach (var (widthPx, heightPx) in Sizes)
        {
            var hashes = new Dictionary<string, IncrementalHash>(StringComparer.Ordinal);
            foreach (var (one, other) in Pairs(widthPx, heightPx))
            {
                foreach (var (name, values) in Measure(one, other, widthPx, heightPx, settings))
                {
                    if (!hashes.TryGetValue(name, out var hash)) hashes[name] = hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                    hash.AppendData(MemoryMarshal.AsBytes<long>(values));
                }
            }

            digests.AddRange(hashes.Select(hash => ($"{hash.Key} of {widthPx}x{heightPx}", Convert.ToHexString(hash.Value.GetHashAndReset()))));
        }

        return digests;
    }

    /// <summary>One digest for everything.</summary>
    public static string Digest(IReadOnlyList<(string What, string Digest)> digests) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(digests.Select(digest => digest.Digest)))));

    private static long[] Bytes(byte[] pixels) => [.. pixels.Select(pixel => (long)pixel)];
}

using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Benchmarks.Kernels;

/// <summary>Pairs of 1080p luma planes in memory: more than any cache holds, so that every pass reads from memory.</summary>
internal sealed class PicturePairs
{
    public const int WidthPx = 1920;
    public const int HeightPx = 1080;

    /// <summary>60 pairs are 249 MB.</summary>
    public const int Count = 60;

    public const long PairBytes = 2L * WidthPx * HeightPx;

    private const int Seed = 3;
    private const int NoiseLevels = 9;

    private readonly byte[][] _one;
    private readonly byte[][] _other;

    /// <summary>A smooth moving picture, and the same with noise.</summary>
    public PicturePairs()
    {
        var random = new Random(Seed);
        var noise = new byte[1 << 20];
        for (var at = 0; at < noise.Length; at++) noise[at] = (byte)random.Next(NoiseLevels);
        _one = new byte[Count][];
        _other = new byte[Count][];
        for (var number = 0; number < Count; number++)
        {
            (_one[number], _other[number]) = (new byte[PairBytes / 2], new byte[PairBytes / 2]);
            var first = random.Next(noise.Length / 2);
            for (var at = 0; at < PairBytes / 2; at++)
            {
                var (x, y) = (at % WidthPx, at / WidthPx);
                var luma = (x + 3 * number) % 256 / 2 + y % 128 / 2 + ((x >> 4) + (y >> 4)) % 2 * 32;
                _one[number][at] = (byte)luma;
                _other[number][at] = (byte)(luma + noise[(first + at) % noise.Length]);
            }
        }
    }

    public static string Megabytes => $"{Count * PairBytes / 1_000_000} MB";

    public byte[] OnePixels(int number) => _one[number % Count];

    public byte[] OtherPixels(int number) => _other[number % Count];

    public PlaneView One(int number) => new(OnePixels(number), WidthPx, HeightPx, WidthPx);

    public PlaneView Other(int number) => new(OtherPixels(number), WidthPx, HeightPx, WidthPx);

    /// <summary>Writes one side as raw video.</summary>
    public void Write(string path, bool isOther)
    {
        using var file = File.Create(path);
        for (var number = 0; number < Count; number++) file.Write(isOther ? OtherPixels(number) : OnePixels(number));
    }
}

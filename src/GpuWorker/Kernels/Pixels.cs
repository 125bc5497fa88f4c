namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>Arithmetic of four pixels in one word.</summary>
internal static class Pixels
{
    /// <summary>Sum of the pixels: pairs in halves of the word, which cannot run over.</summary>
    public static int Sum(uint pixels)
    {
        var pairs = (pixels & 0x00FF00FFu) + ((pixels >> 8) & 0x00FF00FFu);
        return (int)((pairs + (pairs >> 16)) & 0xFFFFu);
    }

    /// <summary>Sum of the products of pixels of the same place.</summary>
    public static int Product(uint one, uint other) =>
        At(one, 0) * At(other, 0) + At(one, 8) * At(other, 8) + At(one, 16) * At(other, 16) + At(one, 24) * At(other, 24);

    /// <summary>Sum of the absolute differences of pixels of the same place.</summary>
    public static int Difference(uint one, uint other) =>
        Math.Abs(At(one, 0) - At(other, 0)) + Math.Abs(At(one, 8) - At(other, 8))
        + Math.Abs(At(one, 16) - At(other, 16)) + Math.Abs(At(one, 24) - At(other, 24));

    private static int At(uint pixels, int bits) => (int)((pixels >> bits) & 0xFFu);
}

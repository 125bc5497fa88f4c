namespace FunctionsPipeline.Analysis;

/// <summary>A mean colour in the light of the window's first frame, levels of 8 bits; grey has chroma 128.</summary>
internal readonly record struct BlobColour(double Luma, double ChromaBlue, double ChromaRed)
{
    /// <summary>Chroma varies about half as much as luma.</summary>
    private const double ChromaWeight = 2;

    /// <summary>This colour with a share of another one, 0 to 1.</summary>
    public BlobColour Mix(BlobColour other, double share) => new(
        Luma + share * (other.Luma - Luma), ChromaBlue + share * (other.ChromaBlue - ChromaBlue), ChromaRed + share * (other.ChromaRed - ChromaRed));

    /// <summary>How far two colours are apart, luma levels.</summary>
    public double Distance(BlobColour other)
    {
        var (luma, blue, red) = (Luma - other.Luma, ChromaWeight * (ChromaBlue - other.ChromaBlue), ChromaWeight * (ChromaRed - other.ChromaRed));
        return Math.Sqrt(luma * luma + blue * blue + red * red);
    }
}

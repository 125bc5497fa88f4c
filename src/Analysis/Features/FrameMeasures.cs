namespace FunctionsPipeline.Analysis;

/// <summary>What is measured once for every frame and shared by all detectors. Made once and filled again and again.</summary>
public sealed class FrameMeasures
{
    /// <summary>The brightest luma that counts as dark: black (16) and what compression makes of it.</summary>
    public const byte DarkestVisible = 32;

    private long _pixels;
    private int _darkPixels;
    private LaplacianSums _laplacian;

    /// <summary>Position in the video, from 0.</summary>
    public int Index { get; private set; }

    /// <summary>When the frame is shown, seconds from the first one.</summary>
    public double TimestampSeconds { get; private set; }

    /// <summary>Luma by blocks.</summary>
    public BlockGrid Luma { get; } = new();

    /// <summary>Absolute difference from the frame before, by blocks. Meaningless for the first frame.</summary>
    public BlockGrid Difference { get; } = new();

    /// <summary>True for every frame but the first.</summary>
    public bool HasDifference { get; private set; }

    /// <summary>Mean luma, 0 to 255.</summary>
    public double MeanLuma => (double)Luma.Total / _pixels;

    /// <summary>Mean absolute difference from the frame before, 0 to 255; 0 for the first frame.</summary>
    public double MeanDifference => HasDifference ? (double)Difference.Total / _pixels : 0;

    /// <summary>Variance of the Laplacian of luma.</summary>
    public double Sharpness => _laplacian.Variance;

    /// <summary>Share of pixels at or below <see cref="DarkestVisible"/>, 0 to 1.</summary>
    public double DarkShare => (double)_darkPixels / _pixels;

    /// <summary>Measures a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="previous">The frame before it, or null for the first.</param>
    public void Measure(VideoFrame frame, VideoFrame? previous)
    {
        var luma = frame.Luma;
        (Index, TimestampSeconds, HasDifference) = (frame.Index, frame.TimestampSeconds, previous is not null);
        _pixels = (long)luma.WidthPx * luma.HeightPx;
        Luma.SumLuma(luma);
        if (previous is not null) Difference.SumDifferences(luma, previous.Luma);

        _laplacian = LaplacianSums.Of(luma);
        _darkPixels = 0;
        for (var y = 0; y < luma.HeightPx; y++) _darkPixels += DarkPixelCount.OfRow(luma.Row(y), DarkestVisible);
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>What is measured once for every frame and shared by all detectors. Made once and filled again and again.</summary>
public sealed class FrameMeasures
{
    /// <summary>The brightest luma that counts as dark: black (16) and what compression makes of it.</summary>
    public const byte BrightestDark = 32;

    /// <summary>Share of dark pixels in a black frame, as in ffmpeg's <c>blackdetect</c>.</summary>
    private const double BlackShareMin = 0.98;

    /// <summary>Mean difference from which a frame can be the first of another shot, luma levels.</summary>
    private const double CutDifferenceMin = 12;

    /// <summary>Change of the blocks' luma from which the picture is another one; nearly all jumps within a shot stay below.</summary>
    private const double CutChangeMin = 0.6;

    private const double LightShareMin = 0.5;

    private readonly FrameSums _sums = new();
    private readonly double[] _lumaBlocks = new double[BlockGrid.Blocks];
    private readonly double[] _previousLumaBlocks = new double[BlockGrid.Blocks];
    private long _pixels;

    /// <summary>Position in the video, from 0.</summary>
    public int Index { get; private set; }

    /// <summary>When the frame is shown, seconds from the first one.</summary>
    public double TimestampSeconds { get; private set; }

    /// <summary>Mean luma of each block of a <see cref="BlockGrid"/>, 0 to 255.</summary>
    public ReadOnlySpan<double> LumaBlocks => _lumaBlocks;

    /// <summary>Absolute difference from the frame before, by blocks. Meaningless for the first frame.</summary>
    public BlockGrid Difference => _sums.Difference;

    /// <summary>True for every frame but the first.</summary>
    public bool HasDifference { get; private set; }

    /// <summary>Mean luma, 0 to 255.</summary>
    public double MeanLuma => (double)_sums.Luma.Total / _pixels;

    /// <summary>Mean absolute difference from the frame before, 0 to 255; 0 for the first frame.</summary>
    public double MeanDifference => HasDifference ? (double)Difference.Total / _pixels : 0;

    /// <summary>Variance of the Laplacian of luma.</summary>
    public double Sharpness => _sums.Laplacian.Variance;

    /// <summary>True when nearly all pixels are at or below <see cref="BrightestDark"/>.</summary>
    public bool IsBlack => _sums.DarkPixels >= BlackShareMin * _pixels;

    /// <summary>Share of the change from the frame before that is light and not motion, 0 to 1; 0 where nothing changes.</summary>
    public double LightShare
    {
        get
        {
            if (MeanDifference <= 0) return 0;
            // Motion changes pixels and leaves the blocks' means; light changes both by as much.
            var change = 0.0;
            for (var block = 0; block < BlockGrid.Blocks; block++) change += Math.Abs(_lumaBlocks[block] - _previousLumaBlocks[block]);
            var seenInBlocks = Math.Min(1, change / BlockGrid.Blocks / MeanDifference);
            return seenInBlocks * LightChange.ExplainedShare(_previousLumaBlocks, _lumaBlocks);
        }
    }

    /// <summary>True for the first frame of another shot, and for a jump of the light that is as great: the blocks cannot tell them apart.</summary>
    public bool IsCut => MeanDifference >= CutDifferenceMin && PictureChange.Share(_previousLumaBlocks, _lumaBlocks) >= CutChangeMin;

    /// <summary>True when what changed from the frame before is mostly light.</summary>
    public bool IsLight => LightShare >= LightShareMin;

    /// <summary>Measures a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="onDevice">The same frame on the device.</param>
    /// <param name="previous">The frame before it on the device, or null for the first.</param>
    /// <param name="previousLumaBlocks"><see cref="LumaBlocks"/> of the frame before it; empty for the first.</param>
    /// <param name="backend">The device.</param>
    internal void Measure(
        VideoFrame frame, DeviceFrame onDevice, DeviceFrame? previous, ReadOnlySpan<double> previousLumaBlocks, AnalysisBackend backend)
    {
        (Index, TimestampSeconds, HasDifference) = (frame.Index, frame.TimestampSeconds, previous is not null);
        _pixels = (long)onDevice.Luma.WidthPx * onDevice.Luma.HeightPx;
        backend.Measure(onDevice.Luma, (previous ?? onDevice).Luma, BrightestDark, _sums);
        previousLumaBlocks.CopyTo(_previousLumaBlocks);
        for (var block = 0; block < BlockGrid.Blocks; block++) _lumaBlocks[block] = _sums.Luma.Mean(block);
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>A frame kept for tracking, at the working size.</summary>
internal sealed class TrackedFrame
{
    public TrackedFrame(WorkingSize size, bool hasChroma)
    {
        Luma = new SmoothPlane(size.WidthPx, size.HeightPx);
        if (!hasChroma) return;
        ChromaBlue = new SmoothPlane(size.ChromaWidthPx, size.ChromaHeightPx);
        ChromaRed = new SmoothPlane(size.ChromaWidthPx, size.ChromaHeightPx);
    }

    public int WidthPx => Luma.WidthPx;

    public int HeightPx => Luma.HeightPx;

    public double Seconds { get; private set; }

    public SmoothPlane Luma { get; }

    /// <summary>Half of luma's size; null where the video has no colour.</summary>
    public SmoothPlane? ChromaBlue { get; }

    /// <summary>As <see cref="ChromaBlue"/>.</summary>
    public SmoothPlane? ChromaRed { get; }

    /// <summary>From this frame to the kept frame before it, as the flow saw the camera move.</summary>
    public PlaneMap ToPrevious { get; private set; }

    /// <summary>From the reference picture to this frame; see <see cref="SceneRegistration"/>.</summary>
    public PlaneMap FromReference { get; set; }

    /// <summary>From this frame to the still world of the window: the pixels of its first frame.</summary>
    public PlaneMap ToWorld { get; set; }

    /// <summary>Which kept frame this one is registered with.</summary>
    public int ReferenceIndex { get; set; }

    /// <summary>This frame's luma is the first frame's times this, plus <see cref="Offset"/>.</summary>
    public double Gain { get; set; } = 1;

    /// <summary>Luma levels; see <see cref="Gain"/>.</summary>
    public double Offset { get; set; }

    public void Fill(WorkingFrame working, double seconds, PlaneMap toPrevious)
    {
        (Seconds, ToPrevious, Gain, Offset) = (seconds, toPrevious, 1, 0);
        Luma.Fill(working.Luma);
        ChromaBlue?.Fill(new PlaneView(working.ChromaBluePixels, ChromaBlue.WidthPx, ChromaBlue.HeightPx, ChromaBlue.WidthPx));
        ChromaRed?.Fill(new PlaneView(working.ChromaRedPixels, ChromaRed.WidthPx, ChromaRed.HeightPx, ChromaRed.WidthPx));
    }

    /// <summary>Writes the level that each level of this frame's luma has in the light of the window's first frame.</summary>
    public void WriteLumaLight(Span<byte> levels)
    {
        for (var level = 0; level < levels.Length; level++) levels[level] = (byte)Math.Clamp((level - Offset) / Gain + 0.5, 0, 255);
    }

    /// <summary>As <see cref="WriteLumaLight"/> for chroma, which light stretches away from grey.</summary>
    public void WriteChromaLight(Span<byte> levels)
    {
        for (var level = 0; level < levels.Length; level++) levels[level] = (byte)Math.Clamp(128 + (level - 128) / Gain + 0.5, 0, 255);
    }
}

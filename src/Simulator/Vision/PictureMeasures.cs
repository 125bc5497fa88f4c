using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.Vision;

/// <summary>What can be measured of a picture without knowing what it shows.</summary>
internal sealed record PictureMeasures
{
    /// <summary>Root of the variance of the Laplacian, noise taken out, over the deviation of brightness: high for edges in focus. 0 and more.</summary>
    public required double EdgeStrength { get; init; }

    /// <summary>Mean brightness, 0 to 255.</summary>
    public required double MeanLuma { get; init; }

    /// <summary>Range of brightness without the darkest and brightest twentieth, over its middle; it does not change with exposure. 0 to 1.</summary>
    public required double RelativeRange { get; init; }

    /// <summary>Share of pixels that are as good as black or white, 0 to 1.</summary>
    public required double ClippedShare { get; init; }

    /// <summary>Deviation of the noise in even parts, steps of brightness.</summary>
    public required double NoiseDeviation { get; init; }

    /// <summary>How far the middle of what stands out lies from the middle of the picture, 0 to 1 (a corner is about 1).</summary>
    public required double OffCentre { get; init; }

    /// <summary>How far what stands out is spread about its middle, in shorter sides.</summary>
    public required double Spread { get; init; }

    /// <summary>Distance of the picture's usual colour from grey, over its brightness. 0 and more.</summary>
    public required double ColourCast { get; init; }

    /// <summary>Hue of what stands out, degrees; null when nothing does.</summary>
    public required double? SubjectHue { get; init; }

    /// <summary>Measures a picture.</summary>
    public static PictureMeasures Of(Raster picture)
    {
        var plane = new LumaPlane(picture);
        var subject = SubjectFinder.Find(picture);
        var noise = plane.NoiseDeviation();
        return new PictureMeasures
        {
            EdgeStrength = plane.EdgeStrength(noise),
            MeanLuma = plane.Mean,
            RelativeRange = plane.RelativeRange(),
            ClippedShare = plane.ClippedShare(),
            NoiseDeviation = noise,
            OffCentre = subject.OffCentre,
            Spread = subject.Spread,
            ColourCast = subject.BackgroundCast / Math.Max(plane.Mean, 16),
            SubjectHue = subject.Hue,
        };
    }
}

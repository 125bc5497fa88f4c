using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>Which textures a set of clips may use: the training and the test clips look different.</summary>
internal sealed class TexturePool(Random random, bool isTest, double heightPx)
{
    private static readonly TextureKind[] Training =
        [TextureKind.Fractal, TextureKind.Checks, TextureKind.Stripes, TextureKind.Discs, TextureKind.Bricks, TextureKind.Speckle];

    private static readonly TextureKind[] Test =
        [TextureKind.Cells, TextureKind.Tiles, TextureKind.Ridges, TextureKind.Weave, TextureKind.Rings, TextureKind.Blobs];

    private readonly TexturePainter _painter = new(random);

    /// <summary>A texture for the plane behind everything.</summary>
    public Texture Backdrop() => _painter.Paint(Pick(), 1024, FeaturePx(14, 40), random.Between(0.6, 1));

    /// <summary>A texture for an object.</summary>
    public Texture Object() => _painter.Paint(Pick(), 256, FeaturePx(6, 18), random.Between(0.7, 1));

    /// <summary>A texture for an object that a viewer can tell from what is behind it.</summary>
    public Texture ObjectBefore(Texture backdrop)
    {
        // A camouflaged ball would be a test of eyes, not of laws of motion.
        const float Distinct = 0.22f;
        const int TriesMax = 20;
        var texture = Object();
        for (var tries = 0; tries < TriesMax && Vector4.Distance(texture.Mean, backdrop.Mean) < Distinct; tries++) texture = Object();
        return texture;
    }

    /// <summary>A backdrop full of fine detail.</summary>
    public Texture Busy() => _painter.Paint(isTest ? TextureKind.Tiles : TextureKind.Discs, 1024, FeaturePx(3, 6));

    /// <summary>A backdrop with hardly any detail.</summary>
    public Texture Faint() => _painter.Paint(random.Next(2) == 0 ? TextureKind.Gradient : TextureKind.Plain, 1024, 200, random.Between(0.1, 0.5));

    /// <summary>A soft pattern like skin or cloth.</summary>
    public Texture Soft() => _painter.Paint(isTest ? TextureKind.Blobs : TextureKind.Fractal, 256, FeaturePx(10, 20), 0.3);

    /// <summary>One shade, nearly.</summary>
    public Texture Plain() => _painter.Paint(TextureKind.Plain, 128, 10, 0.4);

    /// <summary>Lines of marks with alpha.</summary>
    public Texture Text() => _painter.Paint(TextureKind.Text, 512, 10);

    /// <summary>Clouds, whatever the set.</summary>
    public Texture Clouds() => _painter.Paint(isTest ? TextureKind.Ridges : TextureKind.Fractal, 1024, FeaturePx(20, 40), random.Between(0.5, 0.9));

    private TextureKind Pick() => isTest ? Test[random.Next(Test.Length)] : Training[random.Next(Training.Length)];

    // Larger frames show finer detail, but not as much finer as they are larger.
    private double FeaturePx(double least, double most) => random.Between(least, most) * Math.Pow(heightPx / 270, 0.7);
}

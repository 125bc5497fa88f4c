using System.Numerics;

namespace FunctionsPipeline.Calibration.Tests;

public class PaintingTests
{
    [Fact]
    public void A_disc_that_moves_by_a_part_of_a_pixel_moves_its_centre_of_mass_by_as_much()
    {
        var white = new Texture(2);
        Array.Fill(white.Texels, Vector4.One);
        var scene = new Scene { Backdrop = new Texture(2) };
        scene.Sprites.Add(new Sprite { Texture = white, Radius = 0.2, PoseAt = seconds => new Pose(0.3 * seconds / 60, 0) });

        (CentreX(scene, 1) - CentreX(scene, 0)).ShouldBe(0.3, 0.02);
    }

    [Fact]
    public void The_same_seed_paints_the_same_picture()
    {
        Paint(7).ShouldBe(Paint(7));
        Paint(7).ShouldNotBe(Paint(8));
    }

    private static double CentreX(Scene scene, double seconds)
    {
        var picture = new Picture(80, 60);
        scene.Paint(seconds, picture);
        return picture.Pixels.Select((pixel, at) => pixel.X * (at % 80)).Sum() / picture.Pixels.Sum(pixel => pixel.X);
    }

    private static Vector4[] Paint(int seed)
    {
        var random = new Random(seed);
        var scene = new SceneBuilder(random, new TexturePool(random, false, 60), 4.0 / 3, 2).Build(SceneKind.Pan);
        var picture = new Picture(80, 60);
        scene.Painter.Paint(0.5, picture);
        return picture.Pixels;
    }
}

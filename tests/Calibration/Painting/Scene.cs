using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>A textured plane with objects before it, seen by a camera.</summary>
internal sealed class Scene : IPainter
{
    public required Texture Backdrop { get; init; }

    /// <summary>A second pattern that drifts over the first and mixes with it: water.</summary>
    public Texture? Ripples { get; init; }

    /// <summary>From far to near.</summary>
    public List<Sprite> Sprites { get; } = [];

    public Func<double, CameraPose> CameraAt { get; set; } = _ => new CameraPose(0, 0);

    /// <summary>Gain of red, green and blue over time.</summary>
    public Func<double, Vector4> LightAt { get; set; } = _ => Vector4.One;

    public void Paint(double seconds, Picture picture)
    {
        var camera = CameraAt(seconds);
        PaintBackdrop(seconds, picture, camera);
        foreach (var sprite in Sprites) PaintSprite(picture, sprite, sprite.PoseAt(seconds), sprite.IsOverlay ? new CameraPose(0, 0) : camera);
        var light = LightAt(seconds);
        if (light == Vector4.One) return;
        var pixels = picture.Pixels;
        for (var i = 0; i < pixels.Length; i++) pixels[i] = Vector4.Min(pixels[i] * light, Vector4.One);
    }

    /// <summary>The box of an object on the screen in pixels, not cut off at the frame's edges.</summary>
    public PixelBox BoxOf(Sprite sprite, double seconds, int widthPx, int heightPx)
    {
        var pose = sprite.PoseAt(seconds);
        var camera = sprite.IsOverlay ? new CameraPose(0, 0) : CameraAt(seconds);
        var (x, y) = camera.ToScreen(pose.X, pose.Y);
        var (halfX, halfY) = (sprite.Radius * pose.StretchX * camera.Zoom * heightPx, sprite.Radius * pose.StretchY * camera.Zoom * heightPx);
        return new PixelBox(
            (widthPx - 1) / 2.0 + x * heightPx - halfX, (heightPx - 1) / 2.0 + y * heightPx - halfY, 2 * halfX, 2 * halfY);
    }

    private void PaintBackdrop(double seconds, Picture picture, CameraPose camera)
    {
        var (sin, cos) = Math.SinCos(-camera.AngleRadians);
        var scale = Texture.TexelsPerPx / camera.Zoom;
        var (stepX, stepY) = ((float)(cos * scale), (float)(sin * scale));
        var (originX, originY) = (camera.X * picture.HeightPx * Texture.TexelsPerPx, camera.Y * picture.HeightPx * Texture.TexelsPerPx);
        var drift = (float)(seconds * 0.09 * picture.HeightPx * Texture.TexelsPerPx);
        for (var y = 0; y < picture.HeightPx; y++)
        {
            var (left, dy) = (-(picture.WidthPx - 1) / 2.0, y - (picture.HeightPx - 1) / 2.0);
            var u = (float)(originX + left * stepX - dy * stepY);
            var v = (float)(originY + left * stepY + dy * stepX);
            var row = picture.Pixels.AsSpan(y * picture.WidthPx, picture.WidthPx);
            for (var x = 0; x < row.Length; x++, u += stepX, v += stepY)
            {
                row[x] = Ripples is null
                    ? Backdrop.Sample(u, v)
                    : 0.5f * (Backdrop.Sample(u + drift, v + 0.3f * drift) + Ripples.Sample(u - 0.8f * drift, v + 0.5f * drift));
            }
        }
    }

    private static void PaintSprite(Picture picture, Sprite sprite, Pose pose, CameraPose camera)
    {
        var height = picture.HeightPx;
        var (screenX, screenY) = camera.ToScreen(pose.X, pose.Y);
        var (cx, cy) = ((picture.WidthPx - 1) / 2.0 + screenX * height, (height - 1) / 2.0 + screenY * height);
        var radius = sprite.Radius * height;
        var reach = radius * camera.Zoom * Math.Max(pose.StretchX, pose.StretchY) * 1.25 + 1;
        var (sin, cos) = Math.SinCos(-(pose.AngleRadians + camera.AngleRadians));
        var (top, bottom) = ((int)Math.Max(0, cy - reach), (int)Math.Min(height - 1, cy + reach));
        var (left, right) = ((int)Math.Max(0, cx - reach), (int)Math.Min(picture.WidthPx - 1, cx + reach));
        var edge = camera.Zoom * Math.Min(pose.StretchX, pose.StretchY);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var (dx, dy) = (x - cx, y - cy);
                var u = (cos * dx - sin * dy) / (camera.Zoom * pose.StretchX);
                var v = (sin * dx + cos * dy) / (camera.Zoom * pose.StretchY);
                var distance = Math.Sqrt(u * u + v * v);
                var limit = sprite.Outline == Outline.Disc ? radius : radius * sprite.Reach(Math.Atan2(v, u));

                // The share of the pixel inside the outline, near enough.
                var cover = Math.Clamp((limit - distance) * edge + 0.5, 0, 1);
                if (cover <= 0) continue;
                var colour = sprite.Shade(sprite.ColourAt(u, v), dx / (camera.Zoom * radius), dy / (camera.Zoom * radius));
                ref var pixel = ref picture.Pixels[y * picture.WidthPx + x];
                pixel = Vector4.Lerp(pixel, colour, (float)(sprite.HasAlpha ? cover * colour.W : cover));
            }
        }
    }
}

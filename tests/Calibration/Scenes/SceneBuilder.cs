using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>Makes scenes by kind. Speeds are heights of the frame per second.</summary>
internal sealed class SceneBuilder(Random random, TexturePool textures, double aspect, double durationSeconds)
{
    /// <summary>Makes a scene.</summary>
    public BuiltScene Build(SceneKind kind) => kind switch
    {
        SceneKind.Cut => BuildSequence(0),
        SceneKind.Fade => BuildFade(),
        SceneKind.Talking => BuildTalking(),
        SceneKind.Foliage => BuildFoliage(),
        SceneKind.Carried => BuildCarried(),
        SceneKind.Fall or SceneKind.Bounce or SceneKind.Roll => new BallisticScenes(random, textures, aspect, durationSeconds).Build(kind),
        _ => BuildSimple(kind),
    };

    private BuiltScene BuildSimple(SceneKind kind)
    {
        var scene = new Scene
        {
            Backdrop = kind switch
            {
                SceneKind.LowTexture => textures.Faint(),
                SceneKind.Busy => textures.Busy(),
                SceneKind.Water => textures.Clouds(),
                _ => textures.Backdrop(),
            },
            Ripples = kind == SceneKind.Water ? textures.Clouds() : null,
        };
        var hero = Mover();
        scene.Sprites.Add(hero);
        for (var i = random.Next(3); i > 0; i--) scene.Sprites.Add(Mover());
        scene.CameraAt = Camera(kind);
        if (kind == SceneKind.Lighting) scene.LightAt = Lighting();
        if (kind == SceneKind.Occlusion) AddOccluders(scene);
        if (kind == SceneKind.Balloon) scene.Sprites.Add(Balloon());
        if (kind == SceneKind.Text) scene.Sprites.Add(TextPanel());
        return new BuiltScene(scene, scene, hero, IsBallistic: false);
    }

    /// <summary>An object that wanders smoothly inside the frame and turns a little.</summary>
    private Sprite Mover()
    {
        var (x, y) = (random.Between(-0.3, 0.3) * aspect, random.Between(-0.25, 0.25));
        var speed = random.Between(0.03, 0.22);
        var (wanderX, wanderY) = (SmoothMotion.Wobble(random, speed * 1.2, 0.25), SmoothMotion.Wobble(random, speed * 0.6, 0.25));
        var (driftX, turn) = (SmoothMotion.Sign(random) * speed * 0.5, random.Between(-0.5, 0.5));
        return new Sprite
        {
            Texture = textures.Object(),
            Radius = random.Between(0.1, 0.2),
            Outline = (Outline)random.Next(4),
            Shading = random.Between(0, 0.5),
            PoseAt = seconds => new Pose(
                x + wanderX(seconds) + driftX * (seconds - durationSeconds / 2), y + wanderY(seconds), turn * seconds),
        };
    }

    private Func<double, CameraPose> Camera(SceneKind kind)
    {
        var (x, y) = (random.Between(-2, 2), random.Between(-2, 2));
        var (speed, direction) = (random.Between(0.08, 0.45), random.Between(0, 2 * Math.PI));
        var (shakeX, shakeY) = (SmoothMotion.Wobble(random, 0.02, 2.5), SmoothMotion.Wobble(random, 0.02, 2.5));
        var (shakeTurn, rate) = (SmoothMotion.Wobble(random, 0.008, 2), SmoothMotion.Sign(random) * random.Between(0.06, 0.22));
        var middle = durationSeconds / 2;

        // Objects live round the world's centre, so every camera passes it in the middle of the clip; the backdrop repeats without end.
        return kind switch
        {
            SceneKind.Pan => t => new CameraPose(speed * Math.Cos(direction) * (t - middle) * 0.7, speed * Math.Sin(direction) * (t - middle) * 0.4),
            SceneKind.Zoom => t => new CameraPose(0, 0, Math.Exp(rate * (t - middle))),
            SceneKind.Rotation => t => new CameraPose(0, 0, 1.05, 1.3 * rate * (t - middle)),
            SceneKind.Shake => t => new CameraPose(shakeX(t), shakeY(t), 1.05, shakeTurn(t)),
            SceneKind.Text when x > 0 => t => new CameraPose(speed * 0.5 * (t - middle), 0),
            _ => _ => new CameraPose(0, 0),
        };
    }

    private Func<double, Vector4> Lighting()
    {
        var (from, to) = (random.Between(0.45, 0.75), random.Between(1, 1.25));
        if (random.Next(2) == 0) (from, to) = (to, from);
        var warmth = random.Between(-0.15, 0.15);
        return seconds =>
        {
            var share = SmoothMotion.Ease(seconds / durationSeconds);
            var gain = from + (to - from) * share;
            return new Vector4((float)(gain * (1 + warmth * share)), (float)gain, (float)(gain * (1 - warmth * share)), 1);
        };
    }

    private void AddOccluders(Scene scene)
    {
        for (var i = 0; i < 2; i++)
        {
            var (x, width) = (random.Between(-0.5, 0.5) * aspect, random.Between(0.25, 0.5));
            scene.Sprites.Add(new Sprite
            {
                Texture = textures.Object(), Radius = 0.6, Outline = Outline.Square, PoseAt = _ => new Pose(x, 0.1, 0, width * 0.3, 1.2),
            });
        }

        // Passes behind both from side to side.
        var (y, side) = (random.Between(-0.2, 0.2), SmoothMotion.Sign(random));
        var speed = aspect * 0.9 / durationSeconds;
        scene.Sprites.Insert(0, new Sprite
        {
            Texture = textures.Object(), Radius = 0.14, Shading = 0.4, PoseAt = t => new Pose(side * speed * (t - durationSeconds / 2), y),
        });
    }

    private Sprite Balloon()
    {
        var (x, speed, sway) = (random.Between(-0.35, 0.35) * aspect, random.Between(0.1, 0.3), SmoothMotion.Wobble(random, 0.02, 0.5));
        return new Sprite
        {
            Texture = textures.Soft(), Radius = 0.1, Shading = 0.5, PoseAt = t => new Pose(x + sway(t), 0.3 - speed * t, 0, 0.85, 1),
        };
    }

    private Sprite TextPanel()
    {
        var (x, y) = (random.Between(-0.2, 0.2) * aspect, random.Between(-0.3, 0.3));
        return new Sprite
        {
            Texture = textures.Text(), Radius = 0.35, Outline = Outline.Square, IsOverlay = true, HasAlpha = true,
            PoseAt = _ => new Pose(x, y, 0, 1, 0.3),
        };
    }

    private BuiltScene BuildSequence(double blendSeconds)
    {
        var kinds = new[] { SceneKind.Static, SceneKind.Pan, SceneKind.Zoom };
        var (first, second) = (BuildSimple(kinds[random.Next(3)]), BuildSimple(kinds[random.Next(3)]));
        var change = random.Between(0.35, 0.6) * durationSeconds;
        return first with { Painter = new ShotSequence(first.Painter, second.Painter, change, blendSeconds) };
    }

    private BuiltScene BuildFade()
    {
        var style = random.Next(4);
        if (style == 3) return BuildSequence(random.Between(0.4, 0.9));
        var scene = BuildSimple(random.Next(2) == 0 ? SceneKind.Static : SceneKind.Pan);
        var length = random.Between(0.5, 0.9);
        var middle = durationSeconds / 2;
        scene.Main.LightAt = seconds =>
        {
            // Out to black at the end, in from black at the start, or down and up again about the middle.
            var gain = style switch
            {
                0 => (durationSeconds - seconds) / length,
                1 => (seconds + 0.04) / length,
                _ => Math.Abs(seconds - middle) / length + 0.02,
            };
            return new Vector4((float)SmoothMotion.Ease(gain)) with { W = 1 };
        };
        return scene;
    }

    private BuiltScene BuildTalking()
    {
        var scene = new Scene { Backdrop = random.Next(2) == 0 ? textures.Faint() : textures.Backdrop() };
        var (swayX, swayY, nod) = (SmoothMotion.Wobble(random, 0.02, 0.4), SmoothMotion.Wobble(random, 0.012, 0.5), SmoothMotion.Wobble(random, 0.05, 0.4));
        var (talk, blinkSeconds) = (SmoothMotion.Wobble(random, 0.6, 3), random.Between(0.5, 1.5));
        Sprite Part(Texture texture, double x, double y, double radius, Func<double, (double X, double Y)> stretch, double shading = 0) => new()
        {
            Texture = texture, Radius = radius, Shading = shading,
            PoseAt = t => new Pose(x + swayX(t), y + swayY(t), nod(t), stretch(t).X, stretch(t).Y),
        };

        scene.Sprites.Add(Part(textures.Object(), 0, 0.62, 0.38, _ => (1.2, 1)));
        var face = Part(textures.Soft(), 0, -0.02, 0.3, _ => (0.78, 1), 0.4);
        scene.Sprites.Add(face);
        foreach (var side in new[] { -1, 1 })
        {
            scene.Sprites.Add(Part(textures.Plain(), side * 0.1, -0.09, 0.035, t => (1, Math.Abs(t - blinkSeconds) < 0.08 ? 0.15 : 0.7)));
        }

        scene.Sprites.Add(Part(textures.Plain(), 0, 0.12, 0.07, t => (1, 0.25 + 0.5 * Math.Abs(talk(t)))));
        return new BuiltScene(scene, scene, face, IsBallistic: false);
    }

    private BuiltScene BuildFoliage()
    {
        var scene = new Scene { Backdrop = textures.Backdrop() };
        var leaves = Enumerable.Range(0, 4).Select(_ => textures.Soft()).ToArray();
        for (var i = 0; i < 120; i++)
        {
            var (x, y, size, angle) = (random.Between(-0.55, 0.55) * aspect, random.Between(-0.5, 0.2), random.Between(0.025, 0.07), random.Between(0, 6.3));
            var (sway, turn) = (SmoothMotion.Wobble(random, 0.015, 0.8), SmoothMotion.Wobble(random, 0.3, 0.9));
            scene.Sprites.Add(new Sprite
            {
                Texture = leaves[i % leaves.Length], Radius = size, Shading = random.Between(0, 0.6),
                PoseAt = t => new Pose(x + sway(t), y + 0.5 * sway(t + 0.3), angle + turn(t), 1, 0.45),
            });
        }

        var hero = Mover();
        scene.Sprites.Add(hero);
        return new BuiltScene(scene, scene, hero, IsBallistic: false);
    }

    /// <summary>An object on a moving support: it goes up, down and stops without falling, and that is right.</summary>
    private BuiltScene BuildCarried()
    {
        var scene = new Scene { Backdrop = textures.Backdrop() };
        var (x, y) = (SmoothMotion.Wobble(random, 0.3 * aspect, 0.3), SmoothMotion.Wobble(random, 0.22, 0.3));
        const double Size = 0.09;
        var load = new Sprite { Texture = textures.Object(), Radius = Size, Shading = 0.5, PoseAt = t => new Pose(x(t), y(t)) };
        scene.Sprites.Add(new Sprite
        {
            Texture = textures.Soft(), Radius = 0.3, Outline = Outline.Square, PoseAt = t => new Pose(x(t) + 0.2, y(t) + Size + 0.06, 0.15, 1, 0.28),
        });
        scene.Sprites.Add(load);
        return new BuiltScene(scene, scene, load, IsBallistic: false);
    }
}

namespace FunctionsPipeline.Calibration;

/// <summary>Makes the clip of a plan and the truth about it.</summary>
internal static class ClipMaker
{
    private const string Ballistic = "ballistic";
    private static readonly double[] BlackSeconds = [0.042, 0.1, 0.25, 0.5, 1.0];

    /// <summary>Writes <c>name.mp4</c> into a folder.</summary>
    public static ClipLabel Make(ClipPlan plan, string folder)
    {
        var random = new Random(plan.Seed);
        var aspect = (double)plan.WidthPx / plan.HeightPx;
        var textures = new TexturePool(random, plan.IsTest, plan.HeightPx);
        if (plan.Defect is { } motion && DefectIds.IsMotion(motion))
        {
            var broken = new BallisticScenes(random, textures, aspect, plan.DurationSeconds).BuildBroken(motion, plan.Severity);
            var span = new Span(broken.StartSeconds, broken.EndSeconds);
            Write(plan, folder, broken.Scene, FrameOrder.Straight(plan.Frames), null);
            return LabelOf(plan, broken.Scene.IsBallistic, span) with
            {
                Box = PathBox(plan, broken.Scene, span),
                PeakBox = PathBox(plan, broken.Scene, new Span((span.StartSeconds + span.EndSeconds) / 2, (span.StartSeconds + span.EndSeconds) / 2)),
            };
        }

        var scene = new SceneBuilder(random, textures, aspect, plan.DurationSeconds).Build(plan.Scene);
        if (plan.Defect is null)
        {
            Write(plan, folder, scene, FrameOrder.Straight(plan.Frames), null);
            return LabelOf(plan, scene.IsBallistic, new Span(0, 0));
        }

        return MakeSpoilt(plan, folder, scene, random);
    }

    /// <summary>Spoils the pictures of a scene, whatever paints them.</summary>
    public static ClipLabel MakeSpoilt(ClipPlan plan, string folder, BuiltScene scene, Random random)
    {
        var order = FrameOrder.Straight(plan.Frames);
        var start = random.Between(0.1, 0.3) * plan.DurationSeconds;
        var span = new Span(start, plan.DurationSeconds - random.Between(0, 0.15) * plan.DurationSeconds);
        var region = RegionOf(plan, scene, random);
        IPictureDefect? defect = null;
        switch (plan.Defect)
        {
            case DefectIds.Freeze:
                (order, span) = FrameOrder.Freeze(plan.Frames, plan.FramesPerSecond, plan.Severity, random);
                break;
            case DefectIds.Duplicate:
                (order, span) = FrameOrder.Repeat(plan.Frames, plan.FramesPerSecond, plan.Severity, random);
                break;
            case DefectIds.Black:
                span = new Span(start, start + Math.Max(1 / plan.FramesPerSecond, BlackSeconds[plan.Severity - 1]));
                defect = new Blackout(span, random.Between(0, 0.02));
                break;
            case DefectIds.Warping:
                defect = new Warping(plan.Severity, random, region, span);
                break;
            case DefectIds.Melting:
                span = span with { EndSeconds = plan.DurationSeconds };
                defect = new Melting(plan.Severity, random, region, span);
                break;
            case DefectIds.Flicker:
                defect = new Flicker(plan.Severity, random, region, span, plan.FramesPerSecond);
                break;
            case DefectIds.Spark:
                defect = new Sparks(plan.Severity, random, region, span, plan.WidthPx, plan.HeightPx, plan.FramesPerSecond);
                break;
            case DefectIds.ChromaticAberration:
                defect = new ColourShift(plan.Severity, random, region, random.Next(2) == 0 ? new Span(0, plan.DurationSeconds) : span);
                break;
            case DefectIds.TextureBleed:
                span = span with { EndSeconds = plan.DurationSeconds };
                defect = new TextureBleed(plan.Severity, random, region, span, scene.Hero is not null && plan.Scene == SceneKind.Static);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(plan), plan.Defect, "No such defect.");
        }

        var box = Write(plan, folder, scene, order, defect);
        return LabelOf(plan, scene.IsBallistic, span) with { Box = box?.Union, PeakBox = box?.Peak };
    }

    private static DifferenceBox? Write(ClipPlan plan, string folder, BuiltScene scene, int[] order, IPictureDefect? defect)
    {
        var (clean, spoilt) = (new Picture(plan.WidthPx, plan.HeightPx), new Picture(plan.WidthPx, plan.HeightPx));
        var box = defect is null ? null : new DifferenceBox(plan.WidthPx, plan.HeightPx);
        using var encoder = new VideoEncoder(Path.Combine(folder, plan.Name + ".mp4"), plan);
        for (var frame = 0; frame < plan.Frames; frame++)
        {
            var seconds = order[frame] / plan.FramesPerSecond;
            scene.Painter.Paint(seconds, clean);
            if (defect is not null)
            {
                spoilt.CopyFrom(clean);
                defect.Apply(clean, spoilt, seconds);
                box!.Add(clean, spoilt);
            }

            encoder.Write(defect is null ? clean : spoilt, order[frame]);
        }

        encoder.Finish();
        return box;
    }

    /// <summary>The hero's box while it moves, or a place that stays with the backdrop.</summary>
    private static Func<double, Region> RegionOf(ClipPlan plan, BuiltScene scene, Random random)
    {
        if (scene.Place is { } place) return _ => place;
        var grow = random.Between(1.1, 1.5);
        if (scene.Hero is { } hero && random.Next(3) > 0)
        {
            // Texture runs over the object's own rim.
            if (plan.Defect == DefectIds.TextureBleed) grow = 0.95;
            return seconds =>
            {
                var box = scene.Main.BoxOf(hero, seconds, plan.WidthPx, plan.HeightPx);
                return new Region(box.X + box.Width / 2, box.Y + box.Height / 2, grow * box.Width / 2, grow * box.Height / 2);
            };
        }

        var (x, y) = (random.Between(-0.28, 0.28) * plan.WidthPx / plan.HeightPx, random.Between(-0.22, 0.22));
        var (radiusX, radiusY) = (random.Between(0.16, 0.3), random.Between(0.16, 0.26));
        return seconds =>
        {
            var camera = scene.Main.CameraAt(seconds);
            var (screenX, screenY) = camera.ToScreen(x, y);
            return new Region(
                plan.WidthPx / 2.0 + screenX * plan.HeightPx, plan.HeightPx / 2.0 + screenY * plan.HeightPx,
                radiusX * camera.Zoom * plan.HeightPx, radiusY * camera.Zoom * plan.HeightPx);
        };
    }

    private static PixelBox? PathBox(ClipPlan plan, BuiltScene scene, Span span)
    {
        var frame = new PixelBox(0, 0, plan.WidthPx, plan.HeightPx);
        PixelBox? union = null;
        for (var seconds = span.StartSeconds; seconds <= span.EndSeconds; seconds += 1 / plan.FramesPerSecond)
        {
            var box = scene.Main.BoxOf(scene.Hero!, seconds, plan.WidthPx, plan.HeightPx).Cut(frame);
            if (box is { Width: > 0, Height: > 0 }) union = union?.Join(box) ?? box;
        }

        return union;
    }

    private static ClipLabel LabelOf(ClipPlan plan, bool isBallistic, Span span) => new()
    {
        File = plan.Name + ".mp4",
        Defect = plan.Defect,
        Severity = plan.Severity,
        Control = plan.Control,
        Series = plan.Series,
        StartSeconds = Math.Round(span.StartSeconds, 3),
        EndSeconds = Math.Round(Math.Min(span.EndSeconds, plan.DurationSeconds), 3),
        FramesPerSecond = plan.FramesPerSecond,
        Width = plan.WidthPx,
        Height = plan.HeightPx,
        Crf = plan.Crf,
        Seed = plan.Seed,
        Expects = isBallistic && plan.SaysBallistic ? [Ballistic] : [],
    };
}

namespace FunctionsPipeline.Calibration;

/// <summary>
/// The other kind of clips, for detectors that do well on painted ones because those are painted: defects put on real footage and on ffmpeg's
/// synthetic sources, by ffmpeg's filters and, on footage, by the painted defects too.
/// </summary>
internal static class InjectedSet
{
    /// <summary>What makes each clip of the set.</summary>
    /// <param name="folder">Where the clips go.</param>
    /// <param name="seed">Other seeds, other clips.</param>
    /// <param name="perCell">Series of each defect and way.</param>
    /// <param name="defects">Only these defects.</param>
    /// <param name="footageFolder">Real footage; null for none.</param>
    public static IEnumerable<Func<ClipLabel>> Jobs(string folder, int seed, int perCell, IReadOnlyCollection<string> defects, string? footageFolder)
    {
        var hasFootage = new SourceShots(new Random(seed), footageFolder).HasFootage;
        for (var number = 0; number < perCell; number++)
        {
            for (var clean = 0; clean < 8; clean++)
            {
                var (cleanNumber, isThrow) = (number * 8 + clean, clean == 0);
                yield return () => Clean(folder, seed, cleanNumber, isThrow, footageFolder);
            }

            foreach (var defect in defects)
            {
                for (var severity = 1; severity <= PaintedSet.Severities; severity++)
                {
                    var (seriesNumber, level) = (number, severity);
                    yield return () => Filtered(folder, seed, seriesNumber, defect, level, footageFolder);
                    if (hasFootage && !DefectIds.IsMotion(defect)) yield return () => Painted(folder, seed, seriesNumber, defect, level, footageFolder);
                }
            }
        }
    }

    private static ClipLabel Clean(string folder, int seed, int number, bool isThrow, string? footageFolder)
    {
        var clipSeed = PaintedSet.SeedOf(seed, number, "clean");
        var random = new Random(clipSeed);
        var shots = new SourceShots(random, footageFolder);
        var shot = shots.HasFootage && number % 2 == 0 ? shots.Footage() : shots.Synthetic();
        var plan = PlanOf(shot, clipSeed, null, 0, $"clean-{number:00}", isThrow) with { Crf = 18 + random.Next(16) };
        if (isThrow) plan = plan with { Control = "thrown" };
        return FilteredClip.Make(plan, shot, isThrow ? new FallingSprites(random, shot).Clean() : null, new Span(0, 0), folder);
    }

    private static ClipLabel Filtered(string folder, int seed, int number, string defect, int severity, string? footageFolder)
    {
        var clipSeed = PaintedSet.SeedOf(seed, number, "filtered-" + defect);
        var random = new Random(clipSeed);
        var shot = new SourceShots(random, footageFolder).For(defect);
        var frames = RawFrames.Decode(shot);
        var (graph, span) = DefectIds.IsMotion(defect)
            ? new FallingSprites(random, shot).Of(defect, severity)
            : new FilterDefects(random, shot, (width, height) => frames.DetailedPlace(random, width, height)).Of(defect, severity);
        var plan = PlanOf(shot, clipSeed, defect, severity, $"{defect}-filtered-{number:00}-{severity}", DefectIds.IsMotion(defect));
        var label = FilteredClip.Make(plan, shot, graph, span, folder);

        // Time that is out of order has no place.
        return defect is DefectIds.Freeze or DefectIds.Duplicate ? label with { Box = null, PeakBox = null } : label;
    }

    private static ClipLabel Painted(string folder, int seed, int number, string defect, int severity, string? footageFolder)
    {
        var clipSeed = PaintedSet.SeedOf(seed, number, "painted-" + defect);
        var random = new Random(clipSeed);
        var shot = new SourceShots(random, footageFolder).Footage(defect is DefectIds.Freeze or DefectIds.Duplicate);
        var frames = RawFrames.Decode(shot);
        var stage = new Scene { Backdrop = new Texture(2) };
        var plan = PlanOf(shot, clipSeed, defect, severity, $"{defect}-painted-{number:00}-{severity}", false);
        var place = frames.DetailedPlace(random, random.Between(0.3, 0.5) * shot.HeightPx, random.Between(0.3, 0.5) * shot.HeightPx);
        var scene = new BuiltScene(frames, stage, null, IsBallistic: false)
        {
            Place = new Region(place.X + place.Width / 2, place.Y + place.Height / 2, place.Width / 2, place.Height / 2),
        };
        return ClipMaker.MakeSpoilt(plan, folder, scene, random);
    }

    private static ClipPlan PlanOf(SourceShot shot, int seed, string? defect, int severity, string name, bool isBallistic) => new()
    {
        Name = name,
        Seed = seed,
        Scene = SceneKind.Static,
        Control = shot.Control,
        Defect = defect,
        Severity = severity,
        SaysBallistic = isBallistic,
        WidthPx = shot.WidthPx,
        HeightPx = shot.HeightPx,
        FramesPerSecond = shot.FramesPerSecond,
        DurationSeconds = shot.DurationSeconds,
        Crf = new Random(seed + 3).Next(18, 27),
        NoiseLevels = 0,
    };
}

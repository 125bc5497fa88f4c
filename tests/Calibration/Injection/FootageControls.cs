namespace FunctionsPipeline.Calibration;

/// <summary>Clean controls cut out of the real footage: the training set takes the even parts, the test set the odd ones.</summary>
internal static class FootageControls
{
    private const double PartSeconds = 2.5;
    private const double StreetSeconds = 30;
    private const string Street = "car-detection.mp4";
    private static readonly string[] Gestures = ["gesture-book.mkv", "gesture-walk.mkv"];

    /// <summary>What makes each control; none when the footage is not there.</summary>
    public static IEnumerable<Func<ClipLabel>> Jobs(string folder, string? footageFolder, bool isTest)
    {
        if (footageFolder is null || !File.Exists(Path.Combine(footageFolder, Street))) yield break;
        for (var part = 0; (part + 1) * PartSeconds <= StreetSeconds; part++)
        {
            if (part % 2 == 1 != isTest) continue;
            var (name, start) = ($"clean-street-{part:00}", part * PartSeconds);
            yield return () => Make(folder, name, SourceShot.Footage(Path.Combine(footageFolder, Street), start, 12.5, PartSeconds, new FootageWindow(0, 0, 768, 432)));
        }

        var gesture = Gestures[isTest ? 1 : 0];
        yield return () => Make(
            folder, $"clean-{Path.GetFileNameWithoutExtension(gesture)}", SourceShot.Footage(Path.Combine(footageFolder, gesture), 0, 30, PartSeconds, new FootageWindow(0, 0, 640, 480)));
    }

    private static ClipLabel Make(string folder, string name, SourceShot shot)
    {
        // Nearly lossless: the footage was compressed once already.
        const int Crf = 16;
        var plan = new ClipPlan { Name = name, Seed = 0, Scene = SceneKind.Static, Control = "footage", SaysBallistic = false, Crf = Crf };
        return FilteredClip.Make(plan, shot, null, new Span(0, 0), folder);
    }
}

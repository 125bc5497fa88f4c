using System.Globalization;

namespace FunctionsPipeline.Benchmarks.Flow;

/// <summary>Dense flow at half of 1080p beside OpenCV's DIS: speed and end-point error on known motion, the same pictures for both.</summary>
/// <remarks>Times are processor time, taken in turns, so that a busy machine slows both.</remarks>
internal static class FlowScenario
{
    private const int Alternations = 9;

    /// <summary>Flows a measurement, so that the clock's step does not count.</summary>
    private const int Repeats = 4;

    /// <summary>Flows before the first measurement: the code is compiled for good only after some calls.</summary>
    private const int WarmUps = 60;

    private const double SpeedTarget = 1.5;

    public static Task<bool> RunAsync()
    {
        var scenes = FlowScene.All();
        var folder = Directory.CreateTempSubdirectory("flow-benchmark").FullName;
        try
        {
            using var own = new OwnFlow();
            using var peer = OpenCvFlow.Start(scenes, folder);
            var table = new Table("Dense flow, 960 x 540, one direction, one thread, pyramids included");
            if (peer is null) table.Add("OpenCV", "not installed (python3-opencv): no comparison");
            AddErrors(table, scenes, own, peer, folder);
            AddSpeed(table, scenes, own, peer);
            table.Print();
            return Task.FromResult(table.AllMet);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AddErrors(Table table, IReadOnlyList<FlowScene> scenes, OwnFlow own, OpenCvFlow? peer, string folder)
    {
        var sums = new double[3];
        for (var number = 0; number < scenes.Count; number++)
        {
            var scene = scenes[number];
            var flow = own.Flow(scene);
            var error = FullSizeError(scene, index => (flow.X[index], flow.Y[index]));
            sums[0] += error / scenes.Count;
            if (peer is null)
            {
                table.Add($"error, {scene.Name}", Table.Fraction(error));
                continue;
            }

            var (fast, medium) = (peer.Flow("fast", number, folder), peer.Flow("medium", number, folder));
            var fastError = FullSizeError(scene, index => (fast[2 * index], fast[2 * index + 1]));
            var mediumError = FullSizeError(scene, index => (medium[2 * index], medium[2 * index + 1]));
            sums[1] += fastError / scenes.Count;
            sums[2] += mediumError / scenes.Count;
            table.Add($"error, {scene.Name}", Compared(error, fastError, mediumError));
        }

        if (peer is null) table.Add("mean error, full-size px", Table.Fraction(sums[0]));
        else table.Add("mean error, full-size px", Compared(sums[0], sums[1], sums[2]), "no worse than DIS fast", sums[0] <= sums[1]);
    }

    private static void AddSpeed(Table table, IReadOnlyList<FlowScene> scenes, OwnFlow own, OpenCvFlow? peer)
    {
        for (var warmUp = 0; warmUp < WarmUps; warmUp++) own.Seconds(scenes[warmUp % scenes.Count], 1);
        var (ours, fast, medium) = (new List<double>(), new List<double>(), new List<double>());
        for (var turn = 0; turn < Alternations; turn++)
        {
            var number = turn % scenes.Count;
            ours.Add(own.Seconds(scenes[number], Repeats));
            if (peer is null) continue;
            fast.Add(peer.Seconds("fast", number, Repeats));
            medium.Add(peer.Seconds("medium", number, 1));
        }

        table.Add("ours, frames a second", Table.Number(1 / Table.Median(ours)));
        if (peer is null) return;
        var ratio = Table.Median(fast.Zip(ours, (theirs, mine) => theirs / mine));
        table.Add($"OpenCV {peer.Version} DIS fast, medium", $"{Table.Number(1 / Table.Median(fast))}, {Table.Number(1 / Table.Median(medium))}");
        table.Add("ours to DIS fast, median of the turns", Table.Fraction(ratio), $"{SpeedTarget:0.0}", ratio >= SpeedTarget);
    }

    private static string Compared(double own, double fast, double medium) =>
        string.Create(CultureInfo.InvariantCulture, $"{own:0.000} (DIS fast {fast:0.000}, medium {medium:0.000})");

    /// <summary>Mean distance from the truth in pixels of the full-size frame, wherever the truth stays in the picture.</summary>
    private static double FullSizeError(FlowScene scene, Func<int, (double X, double Y)> flow)
    {
        var (sum, count) = (0.0, 0);
        for (var y = 0; y < FlowScene.HeightPx; y++)
        {
            for (var x = 0; x < FlowScene.WidthPx; x++)
            {
                var (trueX, trueY) = scene.TruthAt(x, y);
                var (endX, endY) = (x + trueX, y + trueY);
                if (endX < 0 || endY < 0 || endX > FlowScene.WidthPx - 1 || endY > FlowScene.HeightPx - 1) continue;
                var (foundX, foundY) = flow(y * FlowScene.WidthPx + x);
                sum += 2 * Math.Sqrt((foundX - trueX) * (foundX - trueX) + (foundY - trueY) * (foundY - trueY));
                count++;
            }
        }

        return sum / count;
    }
}

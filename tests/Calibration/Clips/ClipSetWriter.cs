namespace FunctionsPipeline.Calibration;

/// <summary>Makes a folder of clips with their labels, several clips at once.</summary>
internal static class ClipSetWriter
{
    /// <summary>Makes them. The labels come last, in the order of the plans: a folder with labels is complete.</summary>
    public static void Write(IReadOnlyList<ClipPlan> plans, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var labels = new ClipLabel[plans.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, plans.Count, options, index => labels[index] = ClipMaker.Make(plans[index], folder));
        File.WriteAllLines(Path.Combine(folder, ClipLabel.FileName), labels.Select(ClipLabel.ToLine));
    }
}

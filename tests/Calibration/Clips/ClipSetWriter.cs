namespace FunctionsPipeline.Calibration;

/// <summary>Makes a folder of clips with their labels, several clips at once.</summary>
internal static class ClipSetWriter
{
    /// <summary>Makes them. The labels come last, in the order of the jobs: a folder with labels is complete.</summary>
    /// <param name="jobs">Each makes a clip in the folder and tells the truth about it.</param>
    /// <param name="folder">Is made when it is not there.</param>
    /// <param name="cancellationToken">Ends the work between clips.</param>
    public static void Write(IReadOnlyList<Func<ClipLabel>> jobs, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var labels = new ClipLabel[jobs.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, jobs.Count, options, index => labels[index] = jobs[index]());
        File.WriteAllLines(Path.Combine(folder, ClipLabel.FileName), labels.Select(ClipLabel.ToLine));
    }
}

using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Benchmarks.Kernels;

/// <summary>
/// The reference metrics on 1080p luma, beside ffmpeg's filters and beside the read of two streams that bounds them all. Everything takes
/// its turn in every round, so that a slow moment of the machine hits all; ratios are taken within a round, and their median is what counts.
/// </summary>
internal static class KernelScenario
{
    private const int Rounds = 9;

    /// <summary>Pictures in a sample: each is read from memory, as there are more than a cache holds.</summary>
    private const int Pictures = 2 * PicturePairs.Count;

    private static readonly KernelSettings OneThread = KernelSettings.Default;

    private static readonly KernelSettings TwoThreads = KernelSettings.Default with { RowThreads = 2 };

    public static async Task<bool> RunAsync()
    {
        var pairs = new PicturePairs();
        var folder = Directory.CreateTempSubdirectory("kernel-benchmark-").FullName;
        try
        {
            var (one, other) = (Path.Combine(folder, "one.raw"), Path.Combine(folder, "other.raw"));
            pairs.Write(one, isOther: false);
            pairs.Write(other, isOther: true);
            var rounds = new List<Round>();
            for (var number = -1; number < Rounds; number++)
            {
                // The first round warms up and is not counted.
                var round = await MeasureAsync(pairs, one, other);
                if (number >= 0) rounds.Add(round);
            }

            return Report(rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Round> MeasureAsync(PicturePairs pairs, string one, string other)
    {
        var read = WorkTime.Of(Pictures, number => ReadBound.Read(pairs.OnePixels(number), pairs.OtherPixels(number)));
        var psnr = WorkTime.Of(Pictures, number => SquaredErrorSums.Of(pairs.One(number), pairs.Other(number), OneThread));
        var fused = WorkTime.Of(Pictures, number => PlaneComparison.Of(pairs.One(number), pairs.Other(number), OneThread));
        var fusedTwo = WorkTime.Of(Pictures, number => PlaneComparison.Of(pairs.One(number), pairs.Other(number), TwoThreads));
        var frame = FrameTime(pairs);
        var filters = await new FilterCost("ffmpeg", one, other, threads: 1).MeasureAsync("psnr", "ssim", "msad");
        return new Round(read, psnr, fused, fusedTwo, frame, filters[0], filters[1], filters[2]);
    }

    private static WorkTime FrameTime(PicturePairs pairs)
    {
        var sums = new FrameSums();
        return WorkTime.Of(Pictures, number => sums.Measure(pairs.One(number), pairs.One(number + 1), FrameMeasures.BrightestDark));
    }

    private static bool Report(List<Round> rounds)
    {
        string Speed(Func<Round, double> seconds) => Table.Number(1 / Table.Median(rounds.Select(seconds)));
        double Ratio(Func<Round, double> ratio) => Table.Median(rounds.Select(ratio));
        var table = new Table(
            $"kernels: 1080p luma, {PicturePairs.Megabytes} of pictures, width {KernelTable.Chosen.Name}, median of {Rounds} rounds, "
            + $"{Environment.ProcessorCount} cores; pictures a second of processor time, of the clock at two threads");
        table.Add("bound: read of two streams", Speed(round => round.Read.Processor));
        var psnrOfBound = Ratio(round => round.Read.Processor / round.Psnr.Processor);
        table.Add("PSNR", Speed(round => round.Psnr.Processor));
        table.Add("PSNR / bound", Table.Fraction(psnrOfBound), ">= 0.850", psnrOfBound >= 0.85);
        table.Add("PSNR + SSIM + difference in one read", Speed(round => round.Fused.Processor));
        table.Add("  / bound", Table.Fraction(Ratio(round => round.Read.Processor / round.Fused.Processor)));
        table.Add("ffmpeg psnr", Speed(round => round.FfmpegPsnr.Processor));
        table.Add("ffmpeg ssim", Speed(round => round.FfmpegSsim.Processor));
        table.Add("ffmpeg msad", Speed(round => round.FfmpegMsad.Processor));
        table.Add("ffmpeg psnr + ssim + msad", Speed(round => round.FfmpegAll.Processor));

        var ssim = Ratio(round => round.FfmpegSsim.Processor / round.Fused.Processor);
        table.Add("SSIM / ffmpeg ssim, one thread", Table.Fraction(ssim), ">= 2.200", ssim >= 2.2);
        var fused = Ratio(round => round.FfmpegAll.Processor / round.Fused.Processor);
        table.Add("all three / ffmpeg psnr + ssim + msad, one thread", Table.Fraction(fused), ">= 5.000", fused >= 5);
        table.Add(
            "processor time of two threads / one: what the split costs, whoever else is running",
            Table.Fraction(Ratio(round => round.FusedTwo.Processor / round.Fused.Processor)));
        table.Add("all three at two threads, by the clock", Speed(round => round.FusedTwo.Clock));
        var ssimTwo = Ratio(round => round.FfmpegSsim.Clock / round.FusedTwo.Clock);
        table.Add("SSIM at two threads / ffmpeg ssim, by the clock", Table.Fraction(ssimTwo), ">= 3.500", ssimTwo >= 3.5);
        var fusedTwo = Ratio(round => round.FfmpegAll.Clock / round.FusedTwo.Clock);
        table.Add("all three at two threads / ffmpeg's three, by the clock", Table.Fraction(fusedTwo), ">= 9.000", fusedTwo >= 9);
        var frameSeconds = Ratio(round => round.Frame.Processor);
        table.Add("all measures of a frame", Speed(round => round.Frame.Processor), ">= 1,000", frameSeconds <= 0.001);
        table.Print();
        return table.AllMet;
    }

    private sealed record Round(
        WorkTime Read,
        WorkTime Psnr,
        WorkTime Fused,
        WorkTime FusedTwo,
        WorkTime Frame,
        WorkTime FfmpegPsnr,
        WorkTime FfmpegSsim,
        WorkTime FfmpegMsad)
    {
        public WorkTime FfmpegAll { get; } = new(
            FfmpegPsnr.Processor + FfmpegSsim.Processor + FfmpegMsad.Processor, FfmpegPsnr.Clock + FfmpegSsim.Clock + FfmpegMsad.Clock);
    }
}

using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>An earlier image of the same prompt.</summary>
/// <param name="Path">Its blob.</param>
/// <param name="Hash">What it is compared by.</param>
internal sealed record EarlierPicture(string Path, PictureHash Hash);

/// <summary>Checks pictures on this host, before a judge is paid for them. What is wrong with a picture is in the report, never an exception.</summary>
/// <param name="ffmpeg">The ffmpeg of this host; null when it has none.</param>
/// <param name="blobs">Where earlier pictures lie.</param>
/// <param name="clock">Measures how long decoding may take.</param>
internal sealed class PictureChecks(FfmpegTool? ffmpeg, IBlobStore blobs, TimeProvider clock)
{
    /// <summary>
    /// Mean difference of two pictures, levels of 255, below which nobody sees one. A picture that was made better in focus or colour alone
    /// looks alike by its hash and differs by more.
    /// </summary>
    private const double SameLevelsMax = 1;

    private static readonly string[] FaultsOfThePicture =
    [
        MediaErrorCodes.Undecodable, MediaErrorCodes.FormatRefused, MediaErrorCodes.NoVideo, MediaErrorCodes.TooManyPixels, MediaErrorCodes.FileTooLarge,
        MediaErrorCodes.FileEmpty,
    ];

    /// <summary>Checks a picture.</summary>
    /// <param name="localPath">The file.</param>
    /// <param name="threshold">Least score of a check that has not failed, 0 to 1.</param>
    /// <param name="earlier">The earlier images of the prompt, which it must not repeat.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<PictureReport> CheckAsync(
        string localPath, double threshold, IReadOnlyList<EarlierPicture> earlier, CancellationToken cancellationToken)
    {
        if (ffmpeg is null) return new PictureReport { NotChecked = "There is no ffmpeg on this host, so that the picture could not be decoded." };
        try
        {
            var decoder = new StillDecoder(ffmpeg, new StillLimits(), clock);
            var image = await decoder.DecodeAsync(localPath, cancellationToken);
            var report = StillChecker.Check(image, await SameAsync(decoder, image, earlier, cancellationToken));
            return new PictureReport
            {
                Score = report.Score,
                Checks = report.Checks.ToDictionary(check => check.Name, check => check.Score, StringComparer.Ordinal),
                Failed = report.FailedBelow(threshold),
                Hash = report.Hash?.ToString(),
                WidthPx = image.WidthPx,
                HeightPx = image.HeightPx,
            };
        }
        catch (MediaException exception) when (FaultsOfThePicture.Contains(exception.Code))
        {
            return new PictureReport { Undecodable = exception.Code };
        }
        catch (MediaException exception)
        {
            return new PictureReport { NotChecked = exception.Message };
        }
    }

    /// <summary>A picture as the judge is shown it: itself when it is small, else a smaller copy.</summary>
    /// <param name="path">Its blob.</param>
    /// <param name="answer">What is known of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Providers.InlineImage> ForJudgeAsync(string path, ImageAnswer answer, CancellationToken cancellationToken)
    {
        using var local = await blobs.GetLocalFileAsync(path, cancellationToken);
        var isSmall = answer.File!.Bytes <= ImagesLimits.JudgedBytesMax
            && Math.Max(answer.Report?.WidthPx ?? 0, answer.Report?.HeightPx ?? 0) <= ImagesLimits.JudgedSideMaxPx;
        if (!isSmall && ffmpeg is not null
            && await StillPicture.TakeAsync(ffmpeg, local.FilePath, new StillRequest(0, ImagesLimits.JudgedSideMaxPx), clock, cancellationToken) is { } smaller)
        {
            return new Providers.InlineImage("image/jpeg", smaller);
        }

        return new Providers.InlineImage(answer.File.MediaType, await File.ReadAllBytesAsync(local.FilePath, cancellationToken));
    }

    /// <summary>Hashes of those earlier pictures that are the same for the eye. Their files are looked at only where the hashes are near.</summary>
    private async Task<IReadOnlyList<PictureHash>> SameAsync(
        StillDecoder decoder, StillImage image, IReadOnlyList<EarlierPicture> earlier, CancellationToken cancellationToken)
    {
        if (PictureHash.Of(image) is not { } hash) return [];

        var same = new List<PictureHash>();
        foreach (var other in earlier.Where(other => other.Hash.DistanceTo(hash) <= DuplicateCheck.SameBitsMax))
        {
            using var file = await blobs.GetLocalFileAsync(other.Path, cancellationToken);
            if (MeanDifference(image, await decoder.DecodeAsync(file.FilePath, cancellationToken)) < SameLevelsMax) same.Add(other.Hash);
        }

        return same;
    }

    /// <summary>Mean absolute difference over all pixels and channels, levels; of pictures of different size, none that is small.</summary>
    private static double MeanDifference(StillImage one, StillImage other)
    {
        if ((one.WidthPx, one.HeightPx) != (other.WidthPx, other.HeightPx)) return byte.MaxValue;
        var sum = Sum(one.Red, other.Red) + Sum(one.Green, other.Green) + Sum(one.Blue, other.Blue);
        return sum / (3.0 * one.WidthPx * one.HeightPx);
    }

    private static long Sum(PlaneView one, PlaneView other)
    {
        var sum = 0L;
        for (var y = 0; y < one.HeightPx; y++)
        {
            var row = one.Row(y);
            var otherRow = other.Row(y);
            for (var x = 0; x < row.Length; x++) sum += Math.Abs(row[x] - otherRow[x]);
        }

        return sum;
    }
}

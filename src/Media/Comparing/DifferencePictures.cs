using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Makes pictures of what differs between two files in one frame.</summary>
public static class DifferencePictures
{
    /// <summary>What differences are multiplied by: one of 32 of 255 levels is white, one of a single level can still be seen.</summary>
    public const int Gain = 8;

    /// <summary>Longest side of each part of the sheet, pixels.</summary>
    private const int SheetSideMaxPx = 960;

    private static readonly DecodeLimits Limits = new();

    /// <summary>
    /// Writes four PNG files into a folder: both frames, their difference, and a sheet of the three side by side. Existing files are
    /// replaced.
    /// </summary>
    /// <param name="tool">The program.</param>
    /// <param name="path">One file.</param>
    /// <param name="otherPath">The other, of the same size.</param>
    /// <param name="frameIndex">Which frame, from 0, in both.</param>
    /// <param name="folder">Where the pictures go.</param>
    /// <param name="clock">Measures how long it may take.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MediaException">They cannot be made.</exception>
    public static async Task<DifferencePictureFiles> WriteAsync(
        FfmpegTool tool, string path, string otherPath, int frameIndex, string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var files = new DifferencePictureFiles("a.png", "b.png", "difference.png", "sheet.png");
        using var timeout = new CancellationTokenSource(Limits.Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var process = tool.Start(Arguments(path, otherPath, frameIndex, Path.GetFullPath(folder), files));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var said = await process.StandardError.ReadToEndAsync(limit.Token);
            await output;
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode == 0) return files;
            throw new MediaException(
                MediaErrorCodes.FfmpegFailed, $"The pictures of frame {frameIndex} could not be made. ffmpeg: {said.Trim()}", "Check the folder and the space on the disk.");
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MediaException(
                MediaErrorCodes.DecodeTimeout, $"The pictures were not made within {Limits.Timeout.TotalSeconds:0} s.", "Try again when the machine is less busy.", isRetryable: true, exception);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static IReadOnlyList<string> Arguments(string path, string otherPath, int frameIndex, string folder, DifferencePictureFiles files)
    {
        // Protections belong to the input behind them, so each input has its own.
        List<string> arguments =
        [
            "-y",
            .. DecoderArguments.Input(Path.GetFullPath(path), Limits),
            .. DecoderArguments.Input(Path.GetFullPath(otherPath), Limits),
            "-filter_complex", Filters(frameIndex),
        ];
        Add("[one]", files.One);
        Add("[other]", files.Other);
        Add("[difference]", files.Difference);
        Add("[sheet]", files.Sheet);
        return arguments;

        void Add(string output, string file) =>
            arguments.AddRange(["-map", output, "-frames:v", "1", "-f", "image2", "-update", "1", "file:" + Path.Combine(folder, file)]);
    }

    /// <summary>Frames are taken by their number, as they were compared; in RGB, where a difference of nothing is black.</summary>
    private static string Filters(int frameIndex) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        [0:v:0]select='eq(n,{frameIndex})',setpts=0,format=gbrp,split=3[one][a][as];
        [1:v:0]select='eq(n,{frameIndex})',setpts=0,format=gbrp,split=3[other][b][bs];
        [a][b]blend=all_mode=difference,lutrgb=r='min(255,val*{Gain})':g='min(255,val*{Gain})':b='min(255,val*{Gain})',split=2[difference][ds];
        [as][bs][ds]hstack=inputs=3,scale=w='min(iw,{3 * SheetSideMaxPx})':h=-2:flags=area[sheet]
        """);
}

/// <summary>Names of the pictures in their folder.</summary>
/// <param name="One">The first file's frame.</param>
/// <param name="Other">The second file's frame.</param>
/// <param name="Difference">What differs, amplified by <see cref="DifferencePictures.Gain"/>.</param>
/// <param name="Sheet">The three side by side.</param>
public sealed record DifferencePictureFiles(string One, string Other, string Difference, string Sheet);

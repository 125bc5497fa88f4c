using System.Diagnostics;
using System.Text;

namespace FunctionsPipeline.Media;

/// <summary>One run of ffmpeg that makes something, to its end: what it prints is read, its time is limited, and it does not outlive the wait.</summary>
internal static class FfmpegRun
{
    /// <summary>Enough for every line of a review of an hour; what is said before is forgotten first.</summary>
    private const int SaidCharactersMax = 512 * 1024;

    private const int LastWordsCharactersMax = 1500;

    /// <summary>Runs it.</summary>
    /// <param name="tool">The program.</param>
    /// <param name="arguments">One argument each.</param>
    /// <param name="job">What it is for, and how long it may take.</param>
    /// <param name="clock">Measures the time.</param>
    /// <param name="onOutputLine">Takes each line of standard output; may be null.</param>
    /// <param name="cancellationToken">Ends the process, then the wait.</param>
    /// <returns>What it wrote on standard error.</returns>
    /// <exception cref="MediaException"><see cref="MediaErrorCodes.RenderFailed"/> with its last words, or <see cref="MediaErrorCodes.RenderTimeout"/>.</exception>
    public static async Task<string> RunAsync(
        FfmpegTool tool, IReadOnlyList<string> arguments, FfmpegJob job, TimeProvider clock, Action<string>? onOutputLine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(job.Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var process = tool.Start(arguments);
        try
        {
            var saying = SaidAsync(process.StandardError, limit.Token);
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line) onOutputLine?.Invoke(line);
            var said = await saying;
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode == 0) return said;
            throw Failed(job, process.ExitCode, said);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MediaException(
                MediaErrorCodes.RenderTimeout,
                $"{job.What} was not done within {job.Timeout.TotalSeconds:0.#} s.",
                "Try again when the machine is less busy, or raise the limit.",
                isRetryable: true,
                exception);
        }
        finally
        {
            await EndAsync(process);
        }
    }

    private static MediaException Failed(FfmpegJob job, int exitCode, string said)
    {
        // 255 is ffmpeg's own answer to a signal it can catch; 128 and more is a shell's for one it cannot.
        var wasEnded = exitCode is 255 or (> 128 and < 160) && said.Length == 0;
        var words = said.Trim();
        if (words.Length > LastWordsCharactersMax) words = "..." + words[^LastWordsCharactersMax..];
        return new MediaException(
            MediaErrorCodes.RenderFailed,
            words.Length == 0 ? $"{job.What} failed: ffmpeg ended with {exitCode}." : $"{job.What} failed. ffmpeg: {words}",
            wasEnded ? "Try again." : "Look at the files it is made from and at the space on the disk.",
            isRetryable: wasEnded);
    }

    private static async Task<string> SaidAsync(StreamReader errors, CancellationToken cancellationToken)
    {
        var said = new StringBuilder();
        while (await errors.ReadLineAsync(cancellationToken) is { } line)
        {
            said.Append(line).Append('\n');
            if (said.Length > SaidCharactersMax) said.Remove(0, said.Length - (SaidCharactersMax / 2));
        }

        return said.ToString();
    }

    /// <summary>Its files can be deleted once it is really gone.</summary>
    private static async Task EndAsync(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended between the question and the call.
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }
}

/// <summary>What a run of ffmpeg is for.</summary>
/// <param name="What">As the subject of a sentence: "The video of 'x.mp4'".</param>
/// <param name="Timeout">Time for it.</param>
internal sealed record FfmpegJob(string What, TimeSpan Timeout);

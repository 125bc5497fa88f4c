using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Media;

/// <summary>The ffmpeg of this machine. Safe for several threads.</summary>
public sealed partial class FfmpegTool
{
    private const string InstallHint = "Install it (Debian, Ubuntu: sudo apt-get install ffmpeg) or set FFMPEG_PATH to where it is.";

    /// <summary>The first version that takes frames at their own times by the option used here (<c>-fps_mode</c>).</summary>
    private static readonly Version OldestVersion = new(5, 1);

    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(20);
    private readonly string? _setsid;

    private FfmpegTool(string path, string version, string? setsid) => (Path, Version, _setsid) = (path, version, setsid);

    /// <summary>Absolute path of the program.</summary>
    public string Path { get; }

    /// <summary>Its version as it tells it, for example <c>5.1.9-0+deb12u1</c>.</summary>
    public string Version { get; }

    /// <summary>Finds ffmpeg and asks its version.</summary>
    /// <param name="configuredPath">Path or name of the program; null looks for <c>ffmpeg</c> on the path.</param>
    /// <param name="clock">Measures how long the program may take to answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MediaException"><see cref="MediaErrorCodes.FfmpegMissing"/> or <see cref="MediaErrorCodes.FfmpegFailed"/>.</exception>
    public static async Task<FfmpegTool> FindAsync(string? configuredPath, TimeProvider clock, CancellationToken cancellationToken)
    {
        var name = string.IsNullOrWhiteSpace(configuredPath) ? "ffmpeg" : configuredPath;
        var path = ProgramPath.Find(name)
            ?? throw new MediaException(
                MediaErrorCodes.FfmpegMissing,
                name == "ffmpeg" ? "ffmpeg was not found on the path." : $"ffmpeg was not found at '{name}'.",
                InstallHint);
        var version = await AskVersionAsync(path, clock, cancellationToken);
        RefuseOld(path, version);
        return new FfmpegTool(path, version, OperatingSystem.IsWindows() ? null : ProgramPath.Find("setsid"));
    }

    /// <summary>Finds ffmpeg where a host can do without.</summary>
    /// <returns>Null when none is configured and none is on the path; one that is configured must be there.</returns>
    /// <exception cref="MediaException">One is configured or there, and cannot be used.</exception>
    public static async Task<FfmpegTool?> FindOrNullAsync(string? configuredPath, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(configuredPath, clock, cancellationToken);
        }
        catch (MediaException exception) when (exception.Code == MediaErrorCodes.FfmpegMissing && string.IsNullOrWhiteSpace(configuredPath))
        {
            return null;
        }
    }

    /// <summary>Starts ffmpeg with standard output and standard error redirected and standard input closed.</summary>
    /// <param name="arguments">One argument each; nothing is read by a shell.</param>
    /// <exception cref="MediaException">It cannot be started.</exception>
    internal Process Start(IEnumerable<string> arguments)
    {
        // A Ctrl-C in the terminal goes to the whole group. In a session of its own ffmpeg does not get it,
        // so that clips under way are analysed to their end; whoever started it ends it.
        var process = _setsid is null ? Start(Path, arguments) : Start(_setsid, [Path, .. arguments]);
        process.StandardInput.Close();
        return process;
    }

    private static Process Start(string path, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Reports and colours would only get into the messages.
        start.Environment.Remove("FFREPORT");
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new MediaException(
                MediaErrorCodes.FfmpegFailed, $"'{path}' could not be started: {exception.Message}.", InstallHint, isRetryable: true, exception);
        }
    }

    private static void RefuseOld(string path, string version)
    {
        // Builds between releases are named by a commit, not by a number.
        if (!System.Version.TryParse(VersionNumber().Match(version).Value, out var number) || number >= OldestVersion) return;
        throw new MediaException(
            MediaErrorCodes.FfmpegFailed, $"'{path}' is ffmpeg {version}; {OldestVersion} or newer is needed.", InstallHint);
    }

    private static async Task<string> AskVersionAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var process = Start(path, ["-hide_banner", "-version"]);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(VersionTimeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            await errors;
            var match = VersionLine().Match(await output);
            if (match.Success) return match.Groups[1].Value;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Answered below: a program that does not tell its version in time is not ffmpeg.
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        throw new MediaException(MediaErrorCodes.FfmpegFailed, $"'{path}' does not answer like ffmpeg.", InstallHint);
    }

    [GeneratedRegex(@"\Affmpeg version (\S+)")]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"\A\d{1,6}\.\d{1,6}")]
    private static partial Regex VersionNumber();
}

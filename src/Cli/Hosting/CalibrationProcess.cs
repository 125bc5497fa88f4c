using System.Diagnostics;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>The calibration as a child process. It is no part of the product: only a source tree that was built has it.</summary>
internal static class CalibrationProcess
{
    /// <summary>The calibration's program, beside this one in the build's output.</summary>
    public static string ProgramPath => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Calibration", "release", "FunctionsPipeline.Calibration.dll"));

    /// <summary>Runs it to its end; its output is this command's.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="CommandException">It is not there or did not start.</exception>
    public static async Task<int> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        if (!File.Exists(ProgramPath))
        {
            throw new CommandException(
                "calibration_missing",
                $"The calibration is not built: {ProgramPath} is not there. An installed copy has no calibration.",
                "Run ./pipeline calibrate in a source tree: it builds what it needs.");
        }

        using var process = Process.Start(new ProcessStartInfo("dotnet", [ProgramPath, .. arguments]) { UseShellExecute = false })
            ?? throw new CommandException("calibration_failed", "The calibration could not be started.");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        finally
        {
            // With the encoders it started.
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FunctionsPipeline.Cli.Tests.Processes;

/// <summary>
/// A program started by a test, in an environment that holds nothing of the machine's but the path and what .NET needs: no key, no
/// setting and no terminal reaches it. Ended with the test, whatever happens.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // Far beyond what any command takes, also on a machine that is busy with other tests; a test that waits so long has failed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly OutputLines _output = new();
    private readonly OutputLines _error = new();

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public OutputLines Output => _output;

    public OutputLines Error => _error;

    public static ChildProcess Start(
        string workingFolder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => !IsKept(name)).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;

        var process = new Process { StartInfo = start };
        var child = new ChildProcess(process);
        process.OutputDataReceived += (_, line) => child._output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => child._error.Add(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for its end, and for all it wrote.</summary>
    public async Task<Finished> WaitForEndAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"The process does not end. It wrote:\n{Output.Text}\n{Error.Text}", exception);
        }

        return new Finished(_process.ExitCode, Output.Text, Error.Text);
    }

    /// <summary>True when it ended by itself within the time.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        using var timeout = new CancellationTokenSource(time);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does; its children are left alone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForEndAsync();
    }

    /// <summary>What <c>kill -INT</c> sends.</summary>
    public void Interrupt() => Signal(_process.Id, 2);

    /// <summary>What Ctrl-C in a terminal sends: the process leads a group and all of it is told.</summary>
    public void InterruptGroup() => Signal(-_process.Id, 2);

    /// <summary>What service managers send.</summary>
    public void Terminate() => Signal(_process.Id, 15);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool IsKept(string name) =>
        name is "PATH" or "TMPDIR" || name.StartsWith("DOTNET_", StringComparison.Ordinal);

    private static void Signal(int processId, int number)
    {
        if (kill(processId, number) != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Signal {number} could not be sent to {processId}."));
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int processId, int signal);
}

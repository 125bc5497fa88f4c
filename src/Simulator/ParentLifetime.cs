using System.Runtime.InteropServices;

namespace FunctionsPipeline.Simulator;

/// <summary>
/// The lifetime of a simulator that another process started for itself. Ctrl-C in a terminal reaches both at once; it is the other's to
/// decide when work in hand has settled, so it is ignored here. The end comes with the other process, or by its hand.
/// </summary>
internal sealed class ParentLifetime : IHostLifetime, IDisposable
{
    private readonly PosixSignalRegistration _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _interrupt.Dispose();
}

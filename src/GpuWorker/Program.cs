using System.Net;
using System.Runtime.InteropServices;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.GpuWorker.Hosting;
using FunctionsPipeline.Media;
using Microsoft.Extensions.Logging;

const int Failed = 1;
const int InvalidSettings = 2;

var clock = TimeProvider.System;
using var loggers = LoggerFactory.Create(builder => builder.AddProvider(new StandardErrorLog(Console.Error, clock)));
using var stop = new CancellationTokenSource();
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    var settings = WorkerSettings.Read(Environment.GetEnvironmentVariable);
    var blobs = WorkerStore.Open(settings, Environment.GetEnvironmentVariable, clock);
    var wakeQueue = WakeQueue.Open(settings, Environment.GetEnvironmentVariable);
    await new WorkerProgram(settings, blobs, wakeQueue, clock, loggers).RunAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    // Told to end while it was still starting: nothing was claimed.
    return 0;
}
catch (WorkerSettingsException exception)
{
    foreach (var problem in exception.Problems) Console.Error.WriteLine($"Setting refused: {problem}.");
    return InvalidSettings;
}
catch (AzureStorageSettingException exception)
{
    Console.Error.WriteLine($"{exception.Message} Or name a folder in FP_STORE_FOLDER.");
    return InvalidSettings;
}
catch (MediaException exception)
{
    Console.Error.WriteLine($"{exception.Message} {exception.Hint}");
    return Failed;
}
catch (Exception exception) when (exception is InvalidOperationException or HttpListenerException or IOException)
{
    // No device, a port that is taken, a store that cannot be written.
    Console.Error.WriteLine(exception.Message);
    return Failed;
}

// The process ends by itself once the claims in hand are given back.
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using FunctionsPipeline.Simulator;
using FunctionsPipeline.Simulator.Speech;

if (args is [SpeakerProgram.Argument]) return await SpeakerProgram.RunAsync();

return await CommandLine.RunAsync(args, async options =>
{
    try
    {
        await using var simulator = await SimulatorHost.StartAsync(options, TimeProvider.System, CancellationToken.None);
        Console.WriteLine($$"""{"listening":"{{simulator.Address.AbsoluteUri.TrimEnd('/')}}","pid":{{Environment.ProcessId}}}""");
        if (options.ParentProcessId is { } parent) _ = StopWithParentAsync(simulator, parent);
        await simulator.WaitForEndAsync();
        return 0;
    }
    catch (StartException exception)
    {
        await Console.Error.WriteLineAsync("The simulator cannot start. " + exception.Message);
        return 1;
    }
});

static async Task StopWithParentAsync(SimulatorHost simulator, int parent)
{
    await ParentWatch.WaitForEndAsync(parent, TimeProvider.System, CancellationToken.None);
    simulator.Stop();
}

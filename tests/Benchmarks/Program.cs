using FunctionsPipeline.Benchmarks;

// Each scenario prints one table. Absolute numbers depend on the machine; the ratios of one run are what counts.
var scenarios = Scenarios.ByName;
if (args.Length != 1 || !scenarios.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/Benchmarks -- {string.Join('|', scenarios.Keys)}");
    return 1;
}

return await run() ? 0 : 1;

using FunctionsPipeline.GpuBenchmarks;
using FunctionsPipeline.GpuBenchmarks.Checks;
using FunctionsPipeline.GpuBenchmarks.Measuring;
using FunctionsPipeline.GpuWorker.Devices;

const int UsageError = 2;
const int NoDevice = 3;

if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return UsageError;
}

if (arguments.PtxFolder is { } folder)
{
    using var assembly = new KernelAssembly();
    assembly.WriteTo(folder);
    return 0;
}

using var accelerators = Open(arguments.Accelerator);
if (accelerators is null) return NoDevice;

var device = accelerators.Accelerators[0];
Console.WriteLine($"{device.Name}, {device.MemoryTotalBytes >> 20} MiB");
var checks = new List<CheckOutcome>();
var figures = new List<Figure>();
// Written as they come: a time limit may end the program.
foreach (var check in arguments.IsCheck ? DeviceChecks.Run(device) : [])
{
    checks.Add(check);
    Console.WriteLine(Report.Line(check));
}

foreach (var figure in arguments.IsMeasure ? DeviceBenchmark.Run(device, arguments.IsSmall ? BenchmarkSize.Small : BenchmarkSize.Full) : [])
{
    figures.Add(figure);
    Console.WriteLine(Report.Line(figure));
}

var report = new Report(device.Name, device.MemoryTotalBytes, checks, figures);
if (arguments.IsCheck) Console.WriteLine(report.Ending());
if (arguments.JsonFile is { } file) File.WriteAllText(file, report.ToJson());
return report.Failed == 0 ? 0 : 1;

static WorkerAccelerators? Open(AcceleratorKind kind)
{
    try
    {
        return WorkerAccelerators.Open([kind], 1, TimeProvider.System.GetUtcNow());
    }
    catch (InvalidOperationException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return null;
    }
}

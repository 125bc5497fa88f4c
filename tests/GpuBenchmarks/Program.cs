using System.Diagnostics;
using FunctionsPipeline.GpuBenchmarks.Checks;
using FunctionsPipeline.GpuWorker.Devices;
if (args is ["--ptx", var folder]) { using var assembly = new KernelAssembly(); Directory.CreateDirectory(folder); foreach (var name in KernelAssembly.Names) { File.WriteAllText(Path.Combine(folder, name + ".ptx"), assembly.ToPtx(name)); File.WriteAllText(Path.Combine(folder, name + ".cl"), assembly.ToOpenCL(name)); } return 0; }
using var accelerators = WorkerAccelerators.Open([AcceleratorKind.IlgpuCpu], 1, TimeProvider.System.GetUtcNow());
var device = accelerators.Accelerators[0];
Action<IlgpuDevice>[] checks = [PrimitiveChecks.PlanesComeBack, PrimitiveChecks.Compare, PrimitiveChecks.Measure, PrimitiveChecks.MeasureGradient, PrimitiveChecks.CountValues, PrimitiveChecks.FillDifference, PrimitiveChecks.Halve, PrimitiveChecks.HalveGaussian, PrimitiveChecks.FramesAreUploaded, MotionChecks.Flow, MotionChecks.FlowBatches, MotionChecks.VisibleAndWarped];
foreach (var check in checks)
{
    var t = Stopwatch.StartNew();
    try { check(device); Console.WriteLine($"ok {check.Method.Name} {t.Elapsed.TotalSeconds:0.00}"); }
    catch (CheckFailedException e) { Console.WriteLine($"FAILED {check.Method.Name} {t.Elapsed.TotalSeconds:0.00} {e.Message}"); }
}
Console.WriteLine(MotionChecks.EqualShare);
return 0;

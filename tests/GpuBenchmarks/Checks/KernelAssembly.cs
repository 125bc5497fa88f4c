using System.Reflection;
using FunctionsPipeline.GpuWorker.Kernels;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace FunctionsPipeline.GpuBenchmarks.Checks;

/// <summary>What the kernels become on devices that this machine need not have.</summary>
public sealed class KernelAssembly : IDisposable
{
    private readonly Context _context;

    /// <summary>Opens the compilers.</summary>
    public KernelAssembly()
    {
        ExactMath.Teach();
        _context = Context.Create(builder => builder.CPU(CPUDeviceKind.Default).Optimize(OptimizationLevel.O2));
    }

    /// <summary>All kernels by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Methods().Select(NameOf)];

    /// <summary>A kernel for a CUDA device of compute capability 8.0 or later.</summary>
    public string ToPtx(string name)
    {
        var capabilities = new CudaCapabilityContext(CudaArchitecture.SM_80);
        using var backend = new PTXBackend(_context, capabilities, CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null!);
        return ((PTXCompiledKernel)backend.Compile(Describe(name), default)).PTXAssembly;
    }

    /// <summary>A kernel in OpenCL C 2.0.</summary>
    public string ToOpenCL(string name)
    {
        var capabilities = new CLCapabilityContext(true, true, true, true, true);
        using var backend = new CLBackend(_context, capabilities, CLDeviceVendor.AMD, CLCVersion.CL20);
        return ((CLCompiledKernel)backend.Compile(Describe(name), default)).Source;
    }

    /// <summary>Writes every kernel into a folder, for the vendors' own tools to look at.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in Names)
        {
            File.WriteAllText(Path.Combine(folder, name + ".ptx"), ToPtx(name));
            File.WriteAllText(Path.Combine(folder, name + ".cl"), ToOpenCL(name));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _context.Dispose();

    private static EntryPointDescription Describe(string name)
    {
        var method = Methods().Single(method => NameOf(method) == name);
        var isImplicit = method.GetParameters()[0].ParameterType == typeof(Index1D);
        return isImplicit ? EntryPointDescription.FromImplicitlyGroupedKernel(method) : EntryPointDescription.FromExplicitlyGroupedKernel(method);
    }

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static IEnumerable<MethodInfo> Methods()
    {
        Type[] kernels =
        [
            typeof(PlaneKernels), typeof(ComparisonKernel), typeof(MeasureKernels), typeof(PyramidKernel), typeof(PatchStepKernel),
            typeof(PatchSweepKernel), typeof(PatchBlendKernel),
        ];
        return kernels.SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public)).Where(method => method.ReturnType == typeof(void));
    }
}

using FunctionsPipeline.GpuBenchmarks.Checks;

namespace FunctionsPipeline.GpuWorker.Tests.Backend;

/// <summary>Kernels compile for devices that this machine need not have, and ask them for nothing that may be missing.</summary>
public sealed class KernelCompilationTests : IDisposable
{
    private readonly KernelAssembly _assembly = new();

    public static TheoryData<string> Kernels => [.. KernelAssembly.Names];

    public void Dispose() => _assembly.Dispose();

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_compiles_for_CUDA_without_calls_into_libraries_and_without_double_precision(string kernel)
    {
        var ptx = _assembly.ToPtx(kernel);

        ptx.ShouldContain(".visible .entry");
        ptx.ShouldNotContain(".extern");
        ptx.ShouldNotContain("call.uni");
        ptx.ShouldNotContain(".f64");
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_compiles_for_OpenCL(string kernel) => _assembly.ToOpenCL(kernel).ShouldContain("kernel void");

    [Fact]
    public void The_flow_search_fuses_as_the_processor_does() => _assembly.ToPtx("PatchStepKernel.Run").ShouldContain("fma.rn.f32");

    [Fact]
    public void The_comparison_reads_sixteen_pixels_at_once() => _assembly.ToPtx("ComparisonKernel.Run").ShouldContain("ld.global.v4.b32");
}

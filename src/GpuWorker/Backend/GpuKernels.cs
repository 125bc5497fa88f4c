using FunctionsPipeline.GpuWorker.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <summary>The kernels, compiled once for an accelerator. Safe for several threads.</summary>
internal sealed class GpuKernels
{
    /// <summary>Enough groups to fill a device, few enough to read their sums back.</summary>
    private const int DeviceGroups = 256;

    private const int ProcessorThreads = 2;

    public GpuKernels(Accelerator accelerator)
    {
        // On a processor every thread of a group is one of the system's, and waiting for each other is what costs.
        var isProcessor = accelerator.AcceleratorType == AcceleratorType.CPU;
        var threads = isProcessor ? ProcessorThreads : GroupSum.ThreadsMax;
        while (threads > accelerator.MaxNumThreadsPerGroup) threads /= 2;
        GroupThreads = threads;
        PlaneGroups = isProcessor ? ProcessorThreads : DeviceGroups;

        Difference = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<byte>, ArrayView<byte>, ArrayView<byte>, PlaneShape>(PlaneKernels.Difference);
        Halve = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<byte>, PlaneShape, ArrayView<byte>, PlaneShape>(PlaneKernels.Halve);
        HalveGaussian = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<byte>, PlaneShape, ArrayView<byte>, PlaneShape>(PlaneKernels.HalveGaussian);
        MarkVisible = accelerator.LoadAutoGroupedKernel<Index1D, MotionView, MotionView, ArrayView<byte>, PlaneShape>(PlaneKernels.MarkVisible);
        Warp = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<byte>, MotionView, ArrayView<byte>, PlaneShape>(PlaneKernels.Warp);
        Compare = accelerator.LoadKernel<ArrayView<Quad>, ArrayView<Quad>, PlaneShape, ArrayView<long>>(ComparisonKernel.Run);
        Frame = accelerator.LoadKernel<ArrayView<byte>, ArrayView<byte>, PlaneShape, int, ArrayView<long>>(MeasureKernels.Frame);
        Gradient = accelerator.LoadKernel<ArrayView<byte>, PlaneShape, ArrayView<long>>(MeasureKernels.Gradient);
        Histogram = accelerator.LoadKernel<ArrayView<byte>, PlaneShape, ArrayView<int>>(MeasureKernels.Histogram);
        LoadLevel = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<byte>, PlaneShape, ArrayView<float>, FlowLevelShape>(PyramidKernel.Load);
        HalveLevel = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, FlowLevelShape, ArrayView<float>, FlowLevelShape>(
            PyramidKernel.Halve);
        Start = accelerator.LoadAutoGroupedKernel<Index1D, PatchGridShape, int, int, MotionView, MotionView>(PatchSweepKernel.Start);
        Step = accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, FlowLevelShape, PatchGridShape, MotionView, MotionView, PatchPrecisionView>(
                PatchStepKernel.Run);
        Sweep = accelerator.LoadAutoGroupedKernel<Index1D, PatchGridShape, MotionView, MotionView, PatchPrecisionView>(PatchSweepKernel.Run);
        Blend = accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, FlowLevelShape, PatchGridShape, MotionView, MotionView>(PatchBlendKernel.Run);
    }

    /// <summary>Threads of a group in kernels that sum: a power of two.</summary>
    public int GroupThreads { get; }

    /// <summary>Groups that share a plane where a kernel asks for no certain number.</summary>
    public int PlaneGroups { get; }

    public Action<AcceleratorStream, Index1D, ArrayView<byte>, ArrayView<byte>, ArrayView<byte>, PlaneShape> Difference { get; }

    public Action<AcceleratorStream, Index1D, ArrayView<byte>, PlaneShape, ArrayView<byte>, PlaneShape> Halve { get; }

    public Action<AcceleratorStream, Index1D, ArrayView<byte>, PlaneShape, ArrayView<byte>, PlaneShape> HalveGaussian { get; }

    public Action<AcceleratorStream, Index1D, MotionView, MotionView, ArrayView<byte>, PlaneShape> MarkVisible { get; }

    public Action<AcceleratorStream, Index1D, ArrayView<byte>, MotionView, ArrayView<byte>, PlaneShape> Warp { get; }

    public Action<AcceleratorStream, KernelConfig, ArrayView<Quad>, ArrayView<Quad>, PlaneShape, ArrayView<long>> Compare { get; }

    public Action<AcceleratorStream, KernelConfig, ArrayView<byte>, ArrayView<byte>, PlaneShape, int, ArrayView<long>> Frame { get; }

    public Action<AcceleratorStream, KernelConfig, ArrayView<byte>, PlaneShape, ArrayView<long>> Gradient { get; }

    public Action<AcceleratorStream, KernelConfig, ArrayView<byte>, PlaneShape, ArrayView<int>> Histogram { get; }

    public Action<AcceleratorStream, Index1D, ArrayView<byte>, PlaneShape, ArrayView<float>, FlowLevelShape> LoadLevel { get; }

    public Action<AcceleratorStream, Index1D, ArrayView<float>, FlowLevelShape, ArrayView<float>, FlowLevelShape> HalveLevel { get; }

    public Action<AcceleratorStream, Index1D, PatchGridShape, int, int, MotionView, MotionView> Start { get; }

    public Action<
        AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, FlowLevelShape, PatchGridShape, MotionView, MotionView,
        PatchPrecisionView> Step { get; }

    public Action<AcceleratorStream, Index1D, PatchGridShape, MotionView, MotionView, PatchPrecisionView> Sweep { get; }

    public Action<
        AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, FlowLevelShape, PatchGridShape, MotionView, MotionView> Blend { get; }
}

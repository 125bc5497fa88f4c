using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuBenchmarks.Checks;
using FunctionsPipeline.GpuWorker.Backend;
using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuBenchmarks.Measuring;

/// <summary>Dense flow at half size of frames on the device: halving, pyramids and search, many pairs a launch.</summary>
internal sealed class FlowBenchmark : IDisposable
{
    private readonly IlgpuBackend _backend;
    private readonly BenchmarkSize _size;
    private readonly int _pairs;
    private readonly HostPlanes _host;
    private readonly PlaneStack _full;
    private readonly PlaneStack _half;
    private readonly PyramidStack _pyramids;
    private readonly FlowStack _flows;

    public FlowBenchmark(IlgpuDevice device, BenchmarkSize size, int pairs)
    {
        (_size, _pairs) = (size, pairs);
        _backend = device.CreateIlgpuBackend();
        var (width, height) = (PlaneScaling.HalfOf(size.WidthPx), PlaneScaling.HalfOf(size.HeightPx));
        _host = _backend.CreateHostPlanes(size.WidthPx, size.HeightPx, pairs + 1);
        _full = _backend.CreatePlanes(size.WidthPx, size.HeightPx, pairs + 1);
        _half = _backend.CreatePlanes(width, height, pairs + 1);
        _pyramids = _backend.CreatePyramids(width, height, pairs + 1);
        _flows = _backend.CreateFlows(width, height, pairs);
        BenchmarkPlanes.Fill(_host, size.WidthPx, size.HeightPx, 0);
        _backend.Upload(_host, _full);
    }

    /// <summary>Flows a second, the halving of the frames and their pyramids included.</summary>
    public double FlowsPerSecond() => _pairs / Clock.MedianSeconds(_size.Budget, () =>
    {
        Compute();
        _backend.Wait();
    });

    /// <summary>The first flow against the processor's.</summary>
    /// <returns>Share of its pixels that are equal to the last bit.</returns>
    /// <exception cref="CheckFailedException">It differs by more than the device states.</exception>
    public double RequireRight()
    {
        Compute();
        var actual = _backend.Read(_flows)[0];
        using var processor = new CpuBackend();
        var (one, other) = (Pyramid(processor, 0), Pyramid(processor, 1));
        using var flow = processor.CreateFlow(actual.WidthPx, actual.HeightPx);
        processor.Flow(one, other, flow);
        var equal = MotionChecks.RequireNear(processor.Read(flow), actual, $"flow of {actual.WidthPx}x{actual.HeightPx}");
        one.Dispose();
        other.Dispose();
        return (double)equal / actual.X.Length;
    }

    public void Dispose()
    {
        _flows.Dispose();
        _pyramids.Dispose();
        _half.Dispose();
        _full.Dispose();
        _host.Dispose();
        _backend.Dispose();
    }

    private void Compute()
    {
        _backend.Halve(_full, _half);
        _backend.BuildPyramids(_half, _pyramids);
        _backend.Flow(_pyramids, 0, _pyramids, 1, _flows);
    }

    private DevicePyramid Pyramid(CpuBackend processor, int picture)
    {
        var pixels = BenchmarkPlanes.Copy(_host, picture, _size.WidthPx, _size.HeightPx);
        using var full = processor.CreatePlane(_size.WidthPx, _size.HeightPx);
        using var half = processor.CreatePlane(_half.WidthPx, _half.HeightPx);
        processor.Upload(TestPictures.View(pixels, _size.WidthPx, _size.HeightPx), full);
        processor.Halve(full, half);
        var pyramid = processor.CreatePyramid(_half.WidthPx, _half.HeightPx);
        processor.BuildPyramid(half, pyramid);
        return pyramid;
    }
}

using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Benchmarks.Flow;

/// <summary>Our flow for the scenes, one thread, pyramids included: two new pictures for each flow, as OpenCV has them.</summary>
internal sealed class OwnFlow : IDisposable
{
    private readonly CpuBackend _backend = new(FlowSettings.Default);
    private readonly DevicePlane _first;
    private readonly DevicePlane _second;
    private readonly DevicePyramid _firstPyramid;
    private readonly DevicePyramid _secondPyramid;
    private readonly DeviceFlow _flow;

    public OwnFlow()
    {
        var (width, height) = (FlowScene.WidthPx, FlowScene.HeightPx);
        (_first, _second) = (_backend.CreatePlane(width, height), _backend.CreatePlane(width, height));
        (_firstPyramid, _secondPyramid) = (_backend.CreatePyramid(width, height), _backend.CreatePyramid(width, height));
        _flow = _backend.CreateFlow(width, height);
    }

    /// <summary>Processor seconds of one flow.</summary>
    public double Seconds(FlowScene scene, int repeats)
    {
        Load(scene);
        var start = Environment.CpuUsage.TotalTime;
        for (var repeat = 0; repeat < repeats; repeat++) Compute();
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds / repeats;
    }

    public FlowField Flow(FlowScene scene)
    {
        Load(scene);
        Compute();
        return _backend.Read(_flow);
    }

    public void Dispose()
    {
        _flow.Dispose();
        _firstPyramid.Dispose();
        _secondPyramid.Dispose();
        _first.Dispose();
        _second.Dispose();
        _backend.Dispose();
    }

    private void Load(FlowScene scene)
    {
        _backend.Upload(new PlaneView(scene.First, FlowScene.WidthPx, FlowScene.HeightPx, FlowScene.WidthPx), _first);
        _backend.Upload(new PlaneView(scene.Second, FlowScene.WidthPx, FlowScene.HeightPx, FlowScene.WidthPx), _second);
    }

    private void Compute()
    {
        _backend.BuildPyramid(_first, _firstPyramid);
        _backend.BuildPyramid(_second, _secondPyramid);
        _backend.Flow(_firstPyramid, _secondPyramid, _flow);
    }
}

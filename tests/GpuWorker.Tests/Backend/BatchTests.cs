using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuBenchmarks.Checks;
using FunctionsPipeline.GpuWorker.Backend;

namespace FunctionsPipeline.GpuWorker.Tests.Backend;

/// <summary>Many planes a launch, and batches from memory.</summary>
public sealed class BatchTests
{
    private const int Seed = 99;
    private const int WidthPx = 41;
    private const int HeightPx = 37;
    private const int Pairs = 3;

    [AcceleratorFact]
    public void Every_pair_of_a_batch_gets_its_own_comparison()
    {
        using var backend = TestAccelerator.Device.CreateIlgpuBackend();
        using var hostOne = Noise(backend, Seed);
        using var hostOther = Noise(backend, Seed + Pairs);
        using var one = backend.CreatePlanes(WidthPx, HeightPx, Pairs);
        using var other = backend.CreatePlanes(WidthPx, HeightPx, Pairs);
        backend.Upload(hostOne, one);
        backend.Upload(hostOther, other);

        backend.Compare(one, other).ShouldBe(Expected(Seed, Seed + Pairs));
    }

    [AcceleratorFact]
    public void Batches_from_memory_come_back_in_the_order_in_which_they_were_put()
    {
        using var backend = TestAccelerator.Device.CreateIlgpuBackend();
        using var stream = backend.CreateComparisonStream(WidthPx, HeightPx, Pairs);
        const int Batches = 5;
        var planes = Enumerable.Range(0, Batches + 1).Select(batch => Noise(backend, Seed + batch * Pairs)).ToList();
        var found = new List<PlaneComparison[]>();

        for (var batch = 0; batch < Batches; batch++)
        {
            if (stream.IsFull) found.Add(stream.Take());
            stream.Put(planes[batch], planes[batch + 1]);
        }

        while (stream.UnderWay > 0) found.Add(stream.Take());
        for (var batch = 0; batch < Batches; batch++) found[batch].ShouldBe(Expected(Seed + batch * Pairs, Seed + (batch + 1) * Pairs));
        planes.ForEach(host => host.Dispose());
    }

    [AcceleratorFact]
    public void A_stream_that_is_full_takes_no_batch_more()
    {
        using var backend = TestAccelerator.Device.CreateIlgpuBackend();
        using var stream = backend.CreateComparisonStream(WidthPx, HeightPx, Pairs);
        using var planes = Noise(backend, Seed);
        while (!stream.IsFull) stream.Put(planes, planes);

        Should.Throw<InvalidOperationException>(() => stream.Put(planes, planes));
    }

    [AcceleratorFact]
    public void Planes_that_do_not_go_together_are_refused()
    {
        using var backend = TestAccelerator.Device.CreateIlgpuBackend();
        using var plane = backend.CreatePlane(8, 8);
        using var wider = backend.CreatePlane(9, 8);
        using var three = backend.CreatePlanes(8, 8, 3);
        using var two = backend.CreatePlanes(8, 8, 2);
        using var foreign = new CpuBackend().CreatePlane(8, 8);

        Should.Throw<ArgumentException>(() => backend.Compare(plane, wider));
        Should.Throw<ArgumentException>(() => backend.Compare(three, two));
        Should.Throw<ArgumentException>(() => backend.Compare(plane, foreign));
        Should.Throw<ArgumentException>(() => backend.Halve(plane, plane));
        Should.Throw<ArgumentOutOfRangeException>(() => backend.CreatePlane(0, 8));
    }

    [AcceleratorFact]
    public async Task Backends_of_one_device_work_side_by_side()
    {
        var pixels = TestPictures.Noise(WidthPx, HeightPx, Seed);

        var sums = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var backend = TestAccelerator.Device.CreateIlgpuBackend();
            using var plane = backend.CreatePlane(WidthPx, HeightPx);
            backend.Upload(TestPictures.View(pixels, WidthPx, HeightPx), plane);
            return backend.MeasureGradient(plane);
        })));

        var expected = GradientSums.Of(TestPictures.View(pixels, WidthPx, HeightPx));
        sums.ShouldAllBe(sum => sum == expected);
    }

    private static HostPlanes Noise(IlgpuBackend backend, int seed)
    {
        var planes = backend.CreateHostPlanes(WidthPx, HeightPx, Pairs);
        for (var plane = 0; plane < Pairs; plane++)
        {
            var pixels = TestPictures.Noise(WidthPx, HeightPx, seed + plane);
            for (var y = 0; y < HeightPx; y++) pixels.AsSpan(y * WidthPx, WidthPx).CopyTo(planes.Row(plane, y));
        }

        return planes;
    }

    private static PlaneComparison[] Expected(int seedOne, int seedOther) =>
    [
        .. Enumerable.Range(0, Pairs).Select(plane => PlaneComparison.Of(
            TestPictures.View(TestPictures.Noise(WidthPx, HeightPx, seedOne + plane), WidthPx, HeightPx),
            TestPictures.View(TestPictures.Noise(WidthPx, HeightPx, seedOther + plane), WidthPx, HeightPx))),
    ];
}

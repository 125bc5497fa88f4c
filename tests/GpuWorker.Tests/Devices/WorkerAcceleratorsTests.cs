using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuWorker.Tests.Devices;

/// <summary>Which devices are used, and what is said when they are not the ones that were wanted.</summary>
public sealed class WorkerAcceleratorsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_choice_is_no_fallback()
    {
        using var accelerators = WorkerAccelerators.Open([AcceleratorKind.Cpu, AcceleratorKind.IlgpuCpu], 2, Now);

        accelerators.Devices.Single().ShouldBeOfType<CpuDevice>();
        accelerators.Degradation.ShouldBeNull();
    }

    [NoGraphicsProcessorFact]
    public void What_is_used_in_place_of_a_graphics_processor_is_said()
    {
        using var accelerators = WorkerAccelerators.Open([AcceleratorKind.Cuda, AcceleratorKind.OpenCL, AcceleratorKind.IlgpuCpu], 2, Now);

        accelerators.Kind.ShouldBe(AcceleratorKind.IlgpuCpu);
        var degradation = accelerators.Degradation.ShouldNotBeNull();
        degradation.Kind.ShouldBe("device-fallback");
        degradation.What.ShouldContain("cuda");
        degradation.Why.ShouldContain("cuda or opencl");
        degradation.VisibleEffect.ShouldContain("ilgpu-cpu");
        degradation.Since.ShouldBe(Now);
    }

    [NoGraphicsProcessorFact]
    public void A_machine_without_any_device_that_is_wanted_is_refused() =>
        Should.Throw<InvalidOperationException>(() => WorkerAccelerators.Open([AcceleratorKind.Cuda], 1, Now)).Message.ShouldContain("cuda");

    [Fact]
    public void A_device_tells_its_memory_and_takes_as_many_clips_as_it_was_told()
    {
        using var accelerators = WorkerAccelerators.Open([AcceleratorKind.IlgpuCpu], 3, Now);

        var device = accelerators.Devices.Single();
        device.Id.ShouldBe("ilgpu-cpu");
        device.JobsMax.ShouldBe(3);
        device.MemoryTotalBytes.ShouldBeGreaterThan(0);
        device.ReadMemoryUsedBytes().ShouldBeInRange(1, device.MemoryTotalBytes);
    }

    [AcceleratorFact]
    public async Task A_pool_hands_the_accelerator_out()
    {
        var pool = new DevicePool([TestAccelerator.Device]);

        using var lease = await pool.LeaseAsync(DeviceJob.For("clip", new VideoFormat(64, 48, 24, true)), CancellationToken.None);
        using var backend = lease.Device.CreateBackend();

        backend.Name.ShouldBe(TestAccelerator.Device.Id);
        pool.Snapshot().Single().Running.ShouldBe(["clip"]);
    }
}

/// <summary>A test of machines without a graphics processor; skipped, and shown so, on others.</summary>
public sealed class NoGraphicsProcessorFactAttribute : FactAttribute
{
    public NoGraphicsProcessorFactAttribute() => Skip = HasOne.Value ? "This machine has a graphics processor." : null;

    private static Lazy<bool> HasOne { get; } = new(() =>
    {
        using var accelerators = WorkerAccelerators.Open(
            [AcceleratorKind.Cuda, AcceleratorKind.OpenCL, AcceleratorKind.Cpu], 1, TimeProvider.System.GetUtcNow());
        return accelerators.Kind != AcceleratorKind.Cpu;
    });
}

using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Devices;
using FunctionsPipeline.GpuWorker.Hosting;

namespace FunctionsPipeline.GpuWorker.Tests.Hosting;

/// <summary>Settings are read and checked before anything starts.</summary>
public sealed class WorkerSettingsTests
{
    [Fact]
    public void Without_any_variable_the_defaults_hold()
    {
        var settings = WorkerSettings.Read(_ => null);

        settings.Accelerators.ShouldBe([AcceleratorKind.Cuda, AcceleratorKind.OpenCL, AcceleratorKind.Cpu]);
        settings.Decoder.ShouldBe(DecoderKind.Ffmpeg);
        settings.JobsPerDevice.ShouldBe(4);
        settings.SweepInterval.ShouldBe(TimeSpan.FromSeconds(2));
        settings.Lease.ShouldBe(TimeSpan.FromSeconds(30));
        settings.HealthPort.ShouldBe(8080);
    }

    [Fact]
    public void Variables_are_read()
    {
        var settings = Read(
            ("FP_ACCELERATORS", "opencl, ilgpu-cpu"), ("FP_DECODER", "opencv"), ("FP_DEVICE_STRATEGY", "memory-aware"), ("FP_JOBS_PER_DEVICE", "8"),
            ("FP_SWEEP_SECONDS", "5"), ("FP_HEALTH_PORT", "0"), ("FP_WORKER_NAME", "gpu-7"));

        settings.Accelerators.ShouldBe([AcceleratorKind.OpenCL, AcceleratorKind.IlgpuCpu]);
        settings.Decoder.ShouldBe(DecoderKind.OpenCV);
        settings.DeviceStrategy.ShouldBe(DeviceStrategy.MemoryAware);
        settings.JobsPerDevice.ShouldBe(8);
        settings.SweepInterval.ShouldBe(TimeSpan.FromSeconds(5));
        settings.HealthPort.ShouldBe(0);
        settings.Name.ShouldBe("gpu-7");
    }

    [Fact]
    public void All_that_is_wrong_is_named_at_once()
    {
        var refused = Should.Throw<WorkerSettingsException>(() => Read(
            ("FP_ACCELERATORS", "cuda,abacus"), ("FP_DECODER", "eyes"), ("FP_JOBS_PER_DEVICE", "0"), ("FP_LEASE_SECONDS", "soon"),
            ("FP_WAKE_QUEUE_NAME", "jobs")));

        refused.Problems.Count.ShouldBe(5);
        refused.Message.ShouldContain("FP_ACCELERATORS is 'cuda,abacus'; allowed are cuda, opencl, ilgpu-cpu, cpu");
        refused.Message.ShouldContain("FP_JOBS_PER_DEVICE is '0'; allowed is 1 to 64");
    }

    [Fact]
    public void With_a_queue_the_folder_is_looked_through_less_often() =>
        Read(("FP_WAKE_QUEUE_CONNECTION", "UseDevelopmentStorage=true"), ("FP_WAKE_QUEUE_NAME", "jobs")).SweepInterval.ShouldBe(TimeSpan.FromSeconds(15));

    [Fact]
    public void A_connection_string_is_never_repeated() =>
        Should.Throw<WorkerSettingsException>(() => Read(("FP_WAKE_QUEUE_CONNECTION", "AccountKey=hidden"), ("FP_WAKE_QUEUE_NAME", "jobs")))
            .Message.ShouldBe("FP_WAKE_QUEUE_CONNECTION is neither a connection string of a storage account nor the https address of its queue service.");

    [Fact]
    public void An_address_of_the_queue_service_needs_no_secret()
    {
        var variables = Variables(
            ("FP_WAKE_QUEUE_CONNECTION", "https://account.queue.core.windows.net"), ("FP_WAKE_QUEUE_NAME", "frame-jobs-wake"),
            ("AzureWebJobsStorage__accountName", "account"), ("AzureWebJobsStorage__credential", "managedidentity"));

        var queue = WakeQueue.Open(WorkerSettings.Read(variables), variables);

        queue.ShouldNotBeNull().Uri.ShouldBe(new Uri("https://account.queue.core.windows.net/frame-jobs-wake"));
    }

    [Theory]
    [InlineData("http://account.queue.core.windows.net", null, "http address")]
    [InlineData("https://account.queue.core.windows.net?sig=hidden", null, "address with a query")]
    [InlineData("https://account.queue.core.windows.net", "/store", "FP_STORE_FOLDER")]
    public void An_address_that_no_identity_can_be_used_with_is_refused(string connection, string? folder, string why)
    {
        var refused = Should.Throw<WorkerSettingsException>(() => WorkerSettings.Read(
            Variables(("FP_WAKE_QUEUE_CONNECTION", connection), ("FP_WAKE_QUEUE_NAME", "jobs"), ("FP_STORE_FOLDER", folder ?? ""))));

        refused.Message.ShouldContain(why);
        refused.Message.ShouldNotContain("hidden");
    }

    [Fact]
    public void Without_a_queue_there_is_none() => WakeQueue.Open(Read(), _ => null).ShouldBeNull();

    private static WorkerSettings Read(params (string Name, string Value)[] variables) => WorkerSettings.Read(Variables(variables));

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => Array.Find(variables, variable => variable.Name == name).Value;
}

using System.Globalization;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuWorker.Hosting;

/// <summary>What decodes clips.</summary>
public enum DecoderKind
{
    /// <summary>A process of ffmpeg for each clip: <c>ffmpeg</c>.</summary>
    Ffmpeg,

    /// <summary>OpenCV in this process: <c>opencv</c>.</summary>
    OpenCV,
}

/// <summary>How the worker is set up, from the environment. All of it is checked before anything starts.</summary>
public sealed record WorkerSettings
{
    /// <summary><c>FP_STORE_FOLDER</c>: the folder with <c>frame-jobs/</c> and the clips.</summary>
    /// <value>Default: none; jobs lie in the storage account of <c>AzureWebJobsStorage</c>.</value>
    public string? StoreFolder { get; private init; }

    /// <summary><c>FP_ACCELERATORS</c>: kinds of devices by preference, separated by commas; the first kind that is there is used.</summary>
    /// <value>Default: <c>cuda,opencl,cpu</c>. Also known: <c>ilgpu-cpu</c>.</value>
    public IReadOnlyList<AcceleratorKind> Accelerators { get; private init; } = [AcceleratorKind.Cuda, AcceleratorKind.OpenCL, AcceleratorKind.Cpu];

    /// <summary><c>FP_JOBS_PER_DEVICE</c>: clips on a graphics processor at once, 1 to 64.</summary>
    /// <value>Default: 4.</value>
    public int JobsPerDevice { get; private init; } = 4;

    /// <summary><c>FP_DEVICE_STRATEGY</c>: which device gets the next clip; see <see cref="DeviceStrategies"/>.</summary>
    /// <value>Default: <c>load-balanced</c>.</value>
    public DeviceStrategy DeviceStrategy { get; private init; } = DeviceStrategy.LoadBalanced;

    /// <summary><c>FP_DECODER</c>: <c>ffmpeg</c> or <c>opencv</c>.</summary>
    /// <value>Default: <c>ffmpeg</c>.</value>
    public DecoderKind Decoder { get; private init; } = DecoderKind.Ffmpeg;

    /// <summary><c>FFMPEG_PATH</c>: the program. It takes the pictures of defects with either decoder.</summary>
    /// <value>Default: <c>ffmpeg</c> on the path.</value>
    public string? FfmpegPath { get; private init; }

    /// <summary><c>FP_WORKER_NAME</c>: name in claims and results, unique among living workers.</summary>
    /// <value>Default: machine, process and start.</value>
    public string? Name { get; private init; }

    /// <summary><c>FP_SWEEP_SECONDS</c>: how often <c>frame-jobs/</c> is looked through, 1 to 3,600.</summary>
    /// <value>Default: 2 s; 15 s with a wake-up queue.</value>
    public TimeSpan SweepInterval { get; private init; } = TimeSpan.FromSeconds(2);

    /// <summary><c>FP_LEASE_SECONDS</c>: a claim without a heartbeat for so long is void, 10 to 3,600.</summary>
    /// <value>Default: 30 s.</value>
    public TimeSpan Lease { get; private init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>FP_HEALTH_PORT</c>: port of <c>GET /healthz</c>, 1 to 65,535; 0 for none.</summary>
    /// <value>Default: 8080.</value>
    public int HealthPort { get; private init; } = 8080;

    /// <summary>
    /// <c>FP_WAKE_QUEUE_CONNECTION</c>: the storage account whose queue wakes the worker, with <see cref="WakeQueueName"/>: a connection string, or
    /// the address of its queue service, which is reached with the identity of <c>AzureWebJobsStorage</c>.
    /// </summary>
    /// <value>Default: none; the folder is looked through.</value>
    public string? WakeQueueConnection { get; private init; }

    /// <summary><c>FP_WAKE_QUEUE_NAME</c>: the queue that Event Grid puts a message into for each new frame job.</summary>
    /// <value>Default: none.</value>
    public string? WakeQueueName { get; private init; }

    /// <summary>Reads the settings.</summary>
    /// <param name="read">Gives a variable of the environment; null or empty when it is not set.</param>
    /// <exception cref="WorkerSettingsException">A value is not allowed. All that are wrong are named.</exception>
    public static WorkerSettings Read(Func<string, string?> read)
    {
        var values = new SettingValues(read);
        var defaults = new WorkerSettings();
        var (connection, queue) = (values.Text("FP_WAKE_QUEUE_CONNECTION"), values.Text("FP_WAKE_QUEUE_NAME"));
        if (connection is null != queue is null) values.Refuse("FP_WAKE_QUEUE_CONNECTION and FP_WAKE_QUEUE_NAME go together; one of them is missing");
        var folder = values.Text("FP_STORE_FOLDER");
        if (connection is not null && queue is not null && WakeQueue.ProblemOf(connection, queue, folder is not null) is { } problem) values.Refuse(problem);

        const int SweepSeconds = 2;
        const int SweepSecondsWithQueue = 15;
        var settings = new WorkerSettings
        {
            StoreFolder = folder,
            Accelerators = values.Names("FP_ACCELERATORS", AcceleratorKinds.Names, AcceleratorKinds.Find) ?? defaults.Accelerators,
            JobsPerDevice = values.Number("FP_JOBS_PER_DEVICE", 1, 64) ?? defaults.JobsPerDevice,
            DeviceStrategy = values.Name("FP_DEVICE_STRATEGY", DeviceStrategies.Names, DeviceStrategies.Find) ?? defaults.DeviceStrategy,
            Decoder = values.Name("FP_DECODER", ["ffmpeg", "opencv"], FindDecoder) ?? defaults.Decoder,
            FfmpegPath = values.Text("FFMPEG_PATH"),
            Name = values.Text("FP_WORKER_NAME"),
            SweepInterval = TimeSpan.FromSeconds(values.Number("FP_SWEEP_SECONDS", 1, 3600) ?? (queue is null ? SweepSeconds : SweepSecondsWithQueue)),
            Lease = TimeSpan.FromSeconds(values.Number("FP_LEASE_SECONDS", 10, 3600) ?? (int)defaults.Lease.TotalSeconds),
            HealthPort = values.Number("FP_HEALTH_PORT", 0, ushort.MaxValue) ?? defaults.HealthPort,
            WakeQueueConnection = connection,
            WakeQueueName = queue,
        };
        values.ThrowIfRefused();
        return settings;
    }

    private static DecoderKind? FindDecoder(string name) => name switch
    {
        "ffmpeg" => DecoderKind.Ffmpeg,
        "opencv" => DecoderKind.OpenCV,
        _ => null,
    };
}

/// <summary>Settings that cannot be worked with.</summary>
public sealed class WorkerSettingsException(IReadOnlyList<string> problems) : Exception(string.Join("; ", problems) + ".")
{
    /// <summary>What is wrong, one a line.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}

/// <summary>Reads values and gathers what is wrong with them. What a value holds is not repeated where it may be a secret.</summary>
internal sealed class SettingValues(Func<string, string?> read)
{
    private readonly List<string> _problems = [];

    public string? Text(string name) => read(name) is { Length: > 0 } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public int? Number(string name, int least, int greatest)
    {
        if (Text(name) is not { } text) return null;
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= least && number <= greatest) return number;
        Refuse(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; allowed is {least} to {greatest}"));
        return null;
    }

    public T? Name<T>(string name, IReadOnlyList<string> allowed, Func<string, T?> find)
        where T : struct
    {
        if (Text(name) is not { } text) return null;
        if (find(text) is { } value) return value;
        Refuse($"{name} is '{text}'; allowed are {string.Join(", ", allowed)}");
        return null;
    }

    public IReadOnlyList<T>? Names<T>(string name, IReadOnlyList<string> allowed, Func<string, T?> find)
        where T : struct
    {
        if (Text(name) is not { } text) return null;
        var values = text.Split(',', StringSplitOptions.TrimEntries).Select(find).ToList();
        if (values.TrueForAll(value => value is not null)) return [.. values.Select(value => value!.Value)];
        Refuse($"{name} is '{text}'; allowed are {string.Join(", ", allowed)}, separated by commas");
        return null;
    }

    public void Refuse(string problem) => _problems.Add(problem);

    public void ThrowIfRefused()
    {
        if (_problems.Count > 0) throw new WorkerSettingsException(_problems);
    }
}

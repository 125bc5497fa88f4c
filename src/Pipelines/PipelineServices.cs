using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Steps;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Pipelines;

/// <summary>What the activities of all pipelines work with. A host makes one and hands it to <see cref="PipelineCatalog"/>.</summary>
public sealed record PipelineServices
{
    /// <summary>Runs and items.</summary>
    public required RunStore Runs { get; init; }

    /// <summary>Tables, for what a pipeline keeps of its own.</summary>
    public required ITableStore Tables { get; init; }

    /// <summary>Artifacts, frame jobs and their results.</summary>
    public required IBlobStore Blobs { get; init; }

    /// <summary>What the steps of runs gave.</summary>
    public required StepStore Steps { get; init; }

    /// <summary>The one door for paid calls.</summary>
    public required PaidCallDoor PaidCalls { get; init; }

    /// <summary>The record of paid calls.</summary>
    public required Ledger Ledger { get; init; }

    /// <summary>Hands out time slots.</summary>
    public required Governor Governor { get; init; }

    /// <summary>Prices.</summary>
    public required PriceBook Prices { get; init; }

    /// <summary>Rate limits and quotas.</summary>
    public required LimitBook Limits { get; init; }

    /// <summary>The providers that the host has access to.</summary>
    public required ProviderSet Providers { get; init; }

    /// <summary>Fetches files.</summary>
    public required FileDownloader Downloads { get; init; }

    /// <summary>The ffmpeg of this host; null when it has none, and then pictures are not checked here.</summary>
    public FfmpegTool? Ffmpeg { get; init; }

    /// <summary>Folder for files that are being made; on the same disk as the blobs.</summary>
    public required string ScratchFolder { get; init; }

    /// <summary>Where a person finds a run's folder: a path, or an address.</summary>
    public required Func<RunId, string> RunFolder { get; init; }

    /// <summary>Frame jobs.</summary>
    public required FrameJobStore FrameJobs { get; init; }

    /// <summary>How patiently things are published, and by whom.</summary>
    public required PublishingOptions Publishing { get; init; }

    /// <summary>Called after a frame job was put: wakes a worker in this process, when there is one.</summary>
    public Action FrameJobPut { get; init; } = static () => { };

    /// <summary>Live progress of the runs of this process.</summary>
    public required RunProgress Progress { get; init; }

    /// <summary>Makes run ids.</summary>
    public required Func<RunId> NewRunId { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Makes loggers.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Puts them together on a host.</summary>
    /// <exception cref="State.Data.DataFileException">A file of prices or limits is wrong.</exception>
    public static PipelineServices Create(HostTerms host, FileDownloader downloads)
    {
        var random = new Random(host.Random.Next());
        var ledger = new Ledger(host.Tables, host.Clock, host.Loggers.CreateLogger<Ledger>());

        // Asked at once: what is found is found, and how long a list may lag is known where it is asked.
        var door = new PaidCallDoorOptions { Owner = host.Owner, OwnerIsAlone = host.OwnerIsAlone, LookUpDelay = TimeSpan.Zero };
        return new PipelineServices
        {
            Runs = new RunStore(host.Tables, host.Clock),
            Tables = host.Tables,
            Blobs = host.Blobs,
            Steps = new StepStore(host.Tables),
            Ledger = ledger,
            PaidCalls = new PaidCallDoor(ledger, door, host.Clock, host.Loggers.CreateLogger<PaidCallDoor>()),
            Governor = new Governor(host.Tables, host.Clock, host.Loggers.CreateLogger<Governor>()),
            Prices = PriceBook.Load(host.PricesFile),
            Limits = LimitBook.Load(host.LimitsFile),
            Providers = host.Providers,
            Downloads = downloads,
            Ffmpeg = host.Ffmpeg,
            ScratchFolder = host.ScratchFolder,
            RunFolder = host.RunFolder,
            FrameJobs = new FrameJobStore(host.Blobs),
            Publishing = new PublishingOptions { Owner = host.Owner, OwnerIsAlone = host.OwnerIsAlone },
            Progress = new RunProgress(),
            NewRunId = () =>
            {
                // A source of randomness that two threads use at once may give both the same.
                lock (random) return RunId.Create(host.Clock, random);
            },
            Clock = host.Clock,
            Loggers = host.Loggers,
        };
    }
}

using FunctionsPipeline.Media;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Pipelines;

/// <summary>What differs from host to host: where state lies, which providers there are, and who runs.</summary>
public sealed record HostTerms
{
    /// <summary>Tables.</summary>
    public required ITableStore Tables { get; init; }

    /// <summary>Blobs.</summary>
    public required IBlobStore Blobs { get; init; }

    /// <summary>The providers that the host has access to.</summary>
    public required ProviderSet Providers { get; init; }

    /// <summary>Name of this process in leases, no other's.</summary>
    public required string Owner { get; init; }

    /// <summary>True when no other process runs on this state, so that what others left behind is free at once.</summary>
    public required bool OwnerIsAlone { get; init; }

    /// <summary>Folder for files that are being made; on the same disk as the blobs, where these are files.</summary>
    public required string ScratchFolder { get; init; }

    /// <summary>Where a person finds a run's folder: a path, or an address.</summary>
    public required Func<RunId, string> RunFolder { get; init; }

    /// <summary>The ffmpeg of this host; null when it has none.</summary>
    public FfmpegTool? Ffmpeg { get; init; }

    /// <summary>Prices that replace those shipped; null for none.</summary>
    public string? PricesFile { get; init; }

    /// <summary>Rate limits that replace those shipped; null for none.</summary>
    public string? LimitsFile { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Of run ids.</summary>
    public required Random Random { get; init; }

    /// <summary>Makes loggers.</summary>
    public required ILoggerFactory Loggers { get; init; }
}

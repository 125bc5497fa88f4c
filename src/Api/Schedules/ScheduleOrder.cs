using System.Text.Json;
using FunctionsPipeline.State.Schedules;

namespace FunctionsPipeline.Api;

/// <summary>A schedule as a client asks for it.</summary>
public sealed record ScheduleOrder
{
    /// <summary>When, as NCRONTAB with six fields.</summary>
    public string Cron { get; init; } = "";

    /// <summary>IANA name of the time zone.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What happens with missed days.</summary>
    public CatchUp CatchUp { get; init; } = CatchUp.Today;

    /// <summary>False holds it.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The specification of its runs.</summary>
    public JsonElement Spec { get; init; }

    /// <summary>Pipeline of the specification.</summary>
    internal string Pipeline { get; private init; } = "";

    /// <exception cref="ApiException">It is not one.</exception>
    internal static ScheduleOrder Read(ReadOnlyMemory<byte> body, IEnumerable<string> pipelines)
    {
        if (body.IsEmpty) throw new ApiException(400, "invalid_json", "There is no body; it has cron, timeZone and spec.");
        var order = RequestBody.Parse<ScheduleOrder>(body);
        if (order.Spec.ValueKind != JsonValueKind.Object) throw new ApiException(400, "invalid_schedule", "spec is missing; it is the specification of the runs, an object.");
        var name = order.Spec.TryGetProperty("pipeline", out var pipeline) ? pipeline.ToString() : "";
        return pipelines.Contains(name)
            ? order with { Pipeline = name }
            : throw new ApiException(400, "unknown_pipeline", $"spec.pipeline is '{name}'; there is: {string.Join(", ", pipelines)}.");
    }
}

/// <summary>A schedule as the API shows it.</summary>
public sealed record ScheduleView(
    string Name,
    string Pipeline,
    string Project,
    string Cron,
    string TimeZone,
    CatchUp CatchUp,
    bool IsEnabled,
    DateTimeOffset? NextAt,
    DateOnly? LastDay,
    string? LastRunId,
    string? LastError);

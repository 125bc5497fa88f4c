namespace FunctionsPipeline.State.Schedules;

/// <summary>A run a day for a project, as stored and shown.</summary>
public sealed record ScheduleRecord
{
    /// <summary>Name, unique in a home: 1 to 64 lower-case letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>Pipeline that it runs.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Project of its runs: one run a day, whichever of the project's schedules comes first.</summary>
    public required string Project { get; init; }

    /// <summary>When, as NCRONTAB with six fields: second, minute, hour, day, month, day of the week.</summary>
    public required string Cron { get; init; }

    /// <summary>IANA name of the time zone that <see cref="Cron"/> and the day are meant in, for example <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What happens with days on which nobody was there to start the run.</summary>
    public CatchUp CatchUp { get; init; } = CatchUp.Today;

    /// <summary>False holds it without forgetting it.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Blob path of the specification, a JSON document.</summary>
    public required string SpecBlob { get; init; }

    /// <summary>When it was made; times before it are nobody's.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why its last start failed, or null.</summary>
    public string? LastError { get; init; }

    /// <summary>Its last run, or null.</summary>
    public RunId? LastRunId { get; init; }

    /// <summary>Day of <see cref="LastRunId"/>.</summary>
    public DateOnly? LastDay { get; init; }
}

/// <summary>What happens with days on which nobody was there to start the run.</summary>
public enum CatchUp
{
    /// <summary>Nothing: a time that is past by more than a few minutes is past.</summary>
    Skip,

    /// <summary>A time missed today is made up for today; earlier days are not.</summary>
    Today,

    /// <summary>Every missed day of the last week gets its run, the oldest first.</summary>
    EveryDay,
}

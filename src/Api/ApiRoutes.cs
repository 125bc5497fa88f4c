namespace FunctionsPipeline.Api;

/// <summary>Every address of the API, relative to the host. Both hosts use these and no others.</summary>
public static class ApiRoutes
{
    /// <summary>Runs: list them, start one.</summary>
    public const string Runs = "api/runs";

    /// <summary>Episodes: start a run of them.</summary>
    public const string GenerateStory = "api/stories/generate";

    /// <summary>One run.</summary>
    public const string Run = Runs + "/{runId}";

    /// <summary>Its items.</summary>
    public const string Items = Run + "/items";

    /// <summary>Its paid calls.</summary>
    public const string RunLedger = Run + "/ledger";

    /// <summary>What it publishes.</summary>
    public const string Publications = Run + "/publications";

    /// <summary>A person's yes or no to one of them.</summary>
    public const string Decide = Publications + "/decision";

    /// <summary>A file of its folder.</summary>
    public const string Files = Run + "/files/{*path}";

    /// <summary>Its progress as server-sent events.</summary>
    public const string Progress = Run + "/progress";

    /// <summary>Asks it to end.</summary>
    public const string Cancel = Run + "/cancel";

    /// <summary>Holds it.</summary>
    public const string Suspend = Run + "/suspend";

    /// <summary>Goes on with it.</summary>
    public const string Resume = Run + "/resume";

    /// <summary>Tries some of its items again.</summary>
    public const string Retry = Run + "/retry";

    /// <summary>Raises an event on it.</summary>
    public const string Event = Run + "/events/{eventName}";

    /// <summary>Settles a paid call that is unknown.</summary>
    public const string Resolve = "api/ledger/resolve";

    /// <summary>Paid calls of a project.</summary>
    public const string Ledger = "api/ledger";

    /// <summary>Schedules.</summary>
    public const string Schedules = "api/schedules";

    /// <summary>One schedule.</summary>
    public const string Schedule = Schedules + "/{name}";

    /// <summary>Starts a schedule's run of today.</summary>
    public const string RunSchedule = Schedule + "/run";

    /// <summary>What came of a schedule's days.</summary>
    public const string ScheduleDays = Schedule + "/days";

    /// <summary>The API's own description.</summary>
    public const string OpenApi = "api/openapi.json";

    /// <summary>Is the host there?</summary>
    public const string Health = "healthz";
}

using System.Globalization;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Runs;

/// <summary>
/// Which run a start led to, for callers that may come twice: a client that sends its request again, a timer that fires twice, two hosts
/// on one state. The first to claim a key decides its run; everybody after gets that run.
/// </summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class StartClaims(ITableStore tables, TimeProvider clock)
{
    private const string Table = "starts";

    /// <summary>The claim on a key, or null.</summary>
    public async Task<StartClaim?> FindAsync(StartKey key, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, key.Partition, key.Row, cancellationToken) is { } row ? Claim(row) : null;

    /// <summary>Claims a key for a run, or gives the claim that was there before.</summary>
    public async Task<StartClaim> ClaimAsync(StartKey key, RunId runId, CancellationToken cancellationToken)
    {
        var claim = new StartClaim(runId, key.Input, clock.GetUtcNow());
        try
        {
            await tables.WriteAsync(Table, key.Partition, [TableOperation.Insert(key.Row, Properties(claim))], cancellationToken);
            return claim;
        }
        catch (TableConflictException conflict)
        {
            return await FindAsync(key, cancellationToken)
                ?? throw new InvalidOperationException($"The claim on '{key.Row}' was removed while it was read.", conflict);
        }
    }

    private static Dictionary<string, object> Properties(StartClaim claim) => new(StringComparer.Ordinal)
    {
        ["RunId"] = claim.RunId.Value,
        ["Input"] = claim.Input,
        ["ClaimedAt"] = claim.ClaimedAt,
    };

    private static StartClaim Claim(TableRow row) => new(
        RunId.Parse((string)row.Properties["RunId"]), (string)row.Properties["Input"], (DateTimeOffset)row.Properties["ClaimedAt"]);
}

/// <summary>What may start one run only.</summary>
/// <param name="Partition">Kind and owner of the key.</param>
/// <param name="Row">The key itself.</param>
/// <param name="Input">What is asked for, as a hash or a name: tells one request that came twice from two that share a key.</param>
public sealed record StartKey(string Partition, string Row, string Input)
{
    /// <summary>Partition of the keys that clients choose.</summary>
    public const string RequestPartition = "requests";

    /// <summary>A key that a client chose for its request.</summary>
    /// <param name="key">As the client sent it. Hashed, because a table's key may not hold every character.</param>
    /// <param name="input">Hash of the request.</param>
    public static StartKey OfRequest(string key, string input) =>
        new(RequestPartition, TextHash.Sha256(key), input);

    /// <summary>The daily run of a project.</summary>
    /// <param name="project">Project.</param>
    /// <param name="day">The day where the schedule is at home.</param>
    /// <param name="schedule">The schedule that asks.</param>
    public static StartKey OfDay(string project, DateOnly day, string schedule) =>
        new("days-" + project, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), schedule);
}

/// <summary>Who has a key.</summary>
/// <param name="RunId">The run it led to. It may not have been made yet, when its maker died on the way.</param>
/// <param name="Input">As in <see cref="StartKey"/>.</param>
/// <param name="ClaimedAt">When.</param>
public sealed record StartClaim(RunId RunId, string Input, DateTimeOffset ClaimedAt);

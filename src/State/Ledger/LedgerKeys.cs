using System.Globalization;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Ledger;

/// <summary>
/// Where things lie: one partition a project, so that a call and all its caps change in one batch. A call id is the partition
/// and the rest of the row key with slashes: safe in a shell, readable, sorted by run.
/// </summary>
internal static class LedgerKeys
{
    public const string Table = "ledger";
    private const string CallPrefix = "call!";
    private const string CapPrefix = "cap!";

    public static RowKeyRange AllCalls => RowKeyRange.Prefix(CallPrefix);

    public static RowKeyRange AllCaps => RowKeyRange.Prefix(CapPrefix);

    public static RowKeyRange CallsOf(RunId run) => RowKeyRange.Prefix(CallPrefix + run + "!");

    public static string RunScope(RunId run) => "run:" + run;

    public static string Partition(string project) =>
        project.Length > 0 ? TableKey.Part(project) : throw new ArgumentException("A project needs a name.", nameof(project));

    public static string CapRowKey(string scope) => CapPrefix + TableKey.Part(scope);

    public static string CallId(PaidCallIntent intent) => string.Join(
        '/',
        Partition(intent.Project),
        intent.RunId.Value,
        TableKey.Part(intent.ItemId),
        TableKey.Part(intent.Step),
        intent.Repeat.ToString(CultureInfo.InvariantCulture),
        intent.Retry.ToString(CultureInfo.InvariantCulture),
        TextHash.Sha256(intent.InputHash)[..12]);

    /// <summary>The same for every attempt of the call, short enough for any header, and silent about what it is for.</summary>
    public static string IdempotencyKey(string callId) => "fp-" + TextHash.Sha256(callId)[..40];

    /// <exception cref="ArgumentException">The text is no call id.</exception>
    public static (string Partition, string RowKey) Address(string callId)
    {
        var slash = callId.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && callId.Count(character => character == '/') == 6
            ? (callId[..slash], CallPrefix + callId[(slash + 1)..].Replace('/', '!'))
            : throw new ArgumentException(
                $"'{callId}' is no call id; one looks like default/20261121-095538-7f3a2c/item-1/generate/0/0/2c26b46b68ff.", nameof(callId));
    }

    public static string CallId(TableRow row) => row.PartitionKey + "/" + row.RowKey[CallPrefix.Length..].Replace('!', '/');
}

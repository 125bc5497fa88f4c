using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Ledger;

/// <summary>Call rows and cap rows as table rows.</summary>
internal static class CallRowStorage
{
    private const char ScopeSeparator = '\n';

    public static Dictionary<string, object> Properties(CallRow row)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["RunId"] = row.RunId.Value,
            ["ItemId"] = row.ItemId,
            ["Step"] = row.Step,
            ["Repeat"] = row.Repeat,
            ["Retry"] = row.Retry,
            ["Provider"] = row.Provider,
            ["Class"] = row.Class.ToString(),
            ["State"] = row.State.ToString(),
            ["InputHash"] = row.InputHash,
            ["PromptHash"] = row.PromptHash,
            ["WorstTicks"] = row.WorstTicks,
            ["ChargedTicks"] = row.ChargedTicks,
            ["Attempts"] = row.Attempts,
            ["IsDoubtful"] = row.IsDoubtful,
            ["UnsureCount"] = row.UnsureCount,
            ["Scopes"] = string.Join(ScopeSeparator, row.Scopes),
            ["CreatedAt"] = row.CreatedAt,
            ["UpdatedAt"] = row.UpdatedAt,
        };
        if (row.Model is not null) properties["Model"] = row.Model;
        if (row.RequestId is not null) properties["RequestId"] = row.RequestId;
        if (row.Code is not null) properties["Code"] = row.Code;
        if (row.Message is not null) properties["Message"] = row.Message;
        if (row.LeaseOwner is not null) properties["LeaseOwner"] = row.LeaseOwner;
        if (row.LeaseUntil is { } until) properties["LeaseUntil"] = until;
        return properties;
    }

    public static CallRow Call(TableRow row)
    {
        var properties = row.Properties;
        return new CallRow
        {
            CallId = LedgerKeys.CallId(row),
            RunId = RunId.Parse((string)properties["RunId"]),
            ItemId = (string)properties["ItemId"],
            Step = (string)properties["Step"],
            Repeat = (int)properties["Repeat"],
            Retry = (int)properties["Retry"],
            Provider = (string)properties["Provider"],
            Model = properties.GetValueOrDefault("Model") as string,
            Class = Enum.Parse<ProviderClass>((string)properties["Class"]),
            State = Enum.Parse<PaidCallState>((string)properties["State"]),
            InputHash = (string)properties["InputHash"],
            PromptHash = (string)properties["PromptHash"],
            WorstTicks = (long)properties["WorstTicks"],
            ChargedTicks = (long)properties["ChargedTicks"],
            Attempts = (int)properties["Attempts"],
            IsDoubtful = (bool)properties["IsDoubtful"],
            UnsureCount = (int)properties["UnsureCount"],
            Scopes = ((string)properties["Scopes"]).Split(ScopeSeparator),
            CreatedAt = (DateTimeOffset)properties["CreatedAt"],
            UpdatedAt = (DateTimeOffset)properties["UpdatedAt"],
            RequestId = properties.GetValueOrDefault("RequestId") as string,
            Code = properties.GetValueOrDefault("Code") as string,
            Message = properties.GetValueOrDefault("Message") as string,
            LeaseOwner = properties.GetValueOrDefault("LeaseOwner") as string,
            LeaseUntil = properties.GetValueOrDefault("LeaseUntil") as DateTimeOffset?,
            ETag = row.ETag,
        };
    }

    public static Dictionary<string, object> Properties(CapRow cap)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["Scope"] = cap.Scope,
            ["HeldTicks"] = cap.HeldTicks,
            ["SpentTicks"] = cap.SpentTicks,
            ["UnknownCount"] = cap.UnknownCount,
        };
        if (cap.LimitTicks is { } limit) properties["LimitTicks"] = limit;
        return properties;
    }

    public static CapRow Cap(TableRow row) => new(
        (string)row.Properties["Scope"],
        (long)row.Properties["HeldTicks"],
        (long)row.Properties["SpentTicks"],
        (int)row.Properties["UnknownCount"],
        row.Properties.GetValueOrDefault("LimitTicks") as long?,
        row.ETag);
}

/// <summary>What a cap counts, as stored. <paramref name="LimitTicks"/> is the limit last seen: the one that counts comes with each intent.</summary>
internal sealed record CapRow(string Scope, long HeldTicks, long SpentTicks, int UnknownCount, long? LimitTicks, string? ETag)
{
    /// <summary>The cap after a call went from one row to the next.</summary>
    /// <exception cref="OverflowException">Beyond the range of ticks.</exception>
    public CapRow After(CallRow? before, CallRow after) => checked(this with
    {
        HeldTicks = HeldTicks + after.HeldTicks - (before?.HeldTicks ?? 0),
        SpentTicks = SpentTicks + after.SpentTicks - (before?.SpentTicks ?? 0),
        UnknownCount = UnknownCount + after.UnknownCount - (before?.UnknownCount ?? 0),
    });
}

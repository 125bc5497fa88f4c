namespace FunctionsPipeline.State.Ledger;

/// <summary>What an intent must hold before anything is read or written for it.</summary>
internal static class PaidCallIntentRules
{
    // One batch of the store must hold the call and all its caps; more than a handful would crowd out other callers.
    private const int CapsMax = 16;

    /// <exception cref="ArgumentException">The intent is not complete; the message says what is wrong.</exception>
    public static void Check(PaidCallIntent intent)
    {
        Filled(intent.Project, nameof(intent.Project));
        Filled(intent.RunId.Value, nameof(intent.RunId));
        Filled(intent.ItemId, nameof(intent.ItemId));
        Filled(intent.Step, nameof(intent.Step));
        Filled(intent.InputHash, nameof(intent.InputHash));
        Filled(intent.PromptHash, nameof(intent.PromptHash));
        Filled(intent.Provider, nameof(intent.Provider));
        if (intent.Repeat < 0 || intent.Retry < 0) throw new ArgumentException("Repeat and retry count from 0.", nameof(intent));
        if (intent.WorstTicks < 0) throw new ArgumentException("A price is not negative.", nameof(intent));
        CheckCaps(intent.Caps);
    }

    private static void CheckCaps(IReadOnlyList<BudgetCap> caps)
    {
        if (caps.Count > CapsMax) throw new ArgumentException($"At most {CapsMax} caps apply to one call, not {caps.Count}.", nameof(caps));
        var scopes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cap in caps)
        {
            Filled(cap.Scope, "cap scope");
            if (cap.Scope.Any(char.IsControl)) throw new ArgumentException("The scope of a cap holds a control character.", nameof(caps));
            if (!scopes.Add(cap.Scope)) throw new ArgumentException($"The cap '{cap.Scope}' is given twice.", nameof(caps));
            if (cap.LimitTicks < 0) throw new ArgumentException($"The limit of '{cap.Scope}' is negative.", nameof(caps));
        }
    }

    private static void Filled(string? value, string name)
    {
        if (string.IsNullOrEmpty(value)) throw new ArgumentException($"A paid call needs a {name}.");
    }
}

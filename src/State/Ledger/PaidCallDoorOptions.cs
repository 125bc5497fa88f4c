namespace FunctionsPipeline.State.Ledger;

/// <summary>Options of <see cref="PaidCallDoor"/>.</summary>
public sealed class PaidCallDoorOptions
{
    /// <summary>Name of this process life. No two doors that live at the same time share one.</summary>
    public required string Owner { get; init; }

    /// <summary>How long a sender that was never heard of again is waited for.</summary>
    /// <value>4 minutes. A submit is given up after three quarters of it, so that no live sender outlasts its lease.</value>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>True when a lock proves that every other owner is dead (the embedded host): their leases are void at once.</summary>
    /// <value>False.</value>
    public bool OwnerIsAlone { get; init; }

    /// <summary>How long after an unsure send a provider of class L is asked for it: until then it may still be on the wire.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan LookUpDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sends within one call of <see cref="PaidCallDoor.SubmitAsync"/>, for class K after an unsure one.</summary>
    /// <value>2.</value>
    public int SendsPerSubmit { get; init; } = 2;

    /// <summary>Unsure sends after which a call of class K or L becomes unknown too.</summary>
    /// <value>8.</value>
    public int UnsureSendsMax { get; init; } = 8;
}

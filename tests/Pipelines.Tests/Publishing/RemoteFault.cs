using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>How a request goes wrong.</summary>
public enum RemoteFault
{
    /// <summary>5xx, and nothing was done.</summary>
    ErrorBefore,

    /// <summary>5xx although it was done.</summary>
    ErrorAfter,

    /// <summary>It was done, and the reply never came.</summary>
    ReplyLost,

    /// <summary>429: not done.</summary>
    RateLimited,

    /// <summary>What a session has is gone with it, before the request is looked at.</summary>
    SessionExpires,

    /// <summary>The request is taken as usual, then its session is gone and the reply is lost.</summary>
    DoneThenExpires,

    /// <summary>A part of the chunk is kept.</summary>
    KeepsLess,

    /// <summary>The session forgets all bytes: 308 without Range.</summary>
    KeepsNothing,
}

/// <summary>The n-th request of a kind goes wrong.</summary>
/// <param name="Operation">Kind of request.</param>
/// <param name="Nth">Which one, from 1.</param>
/// <param name="Fault">How.</param>
public sealed record PlannedFault(string Operation, int Nth, RemoteFault Fault)
{
    /// <summary>The failure as an adapter reports it.</summary>
    public static ProviderException Failure(string provider, string operation, ProviderErrorCode code, int? status, bool neverLeft = false, string message = "planned") => new(
        new ProviderFailure
        {
            Provider = provider,
            Operation = operation,
            Code = code,
            Message = message,
            Hint = "",
            HttpStatus = status,
            IsRetryable = code is ProviderErrorCode.ServerError or ProviderErrorCode.ConnectionLost or ProviderErrorCode.RateLimited or ProviderErrorCode.ConnectionRefused,
            MoneySpent = MoneySpent.No,
            NeverLeft = neverLeft,
        });
}

/// <summary>Counts requests by kind and lets the planned ones go wrong.</summary>
public sealed class FaultPlan(string provider, IReadOnlyList<PlannedFault> faults)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int CountOf(string operation) => _counts.GetValueOrDefault(operation);

    /// <summary>What befalls the next request of a kind.</summary>
    public RemoteFault? Next(string operation)
    {
        var number = _counts[operation] = CountOf(operation) + 1;
        return faults.FirstOrDefault(fault => fault.Operation == operation && fault.Nth == number)?.Fault;
    }

    /// <summary>Does what a request asks for, or fails before or after.</summary>
    public T Play<T>(string operation, Func<T> act) => Play(operation, Next(operation), act);

    public T Play<T>(string operation, RemoteFault? fault, Func<T> act)
    {
        if (fault == RemoteFault.ErrorBefore) throw PlannedFault.Failure(provider, operation, ProviderErrorCode.ServerError, 503);
        if (fault == RemoteFault.RateLimited) throw PlannedFault.Failure(provider, operation, ProviderErrorCode.RateLimited, 429);
        var result = act();
        if (fault == RemoteFault.ErrorAfter) throw PlannedFault.Failure(provider, operation, ProviderErrorCode.ServerError, 502);
        if (fault is RemoteFault.ReplyLost or RemoteFault.DoneThenExpires) throw PlannedFault.Failure(provider, operation, ProviderErrorCode.ConnectionLost, null);
        return result;
    }
}

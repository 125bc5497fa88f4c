using System.Text;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers;

/// <summary>Whether the failed operation cost money.</summary>
public enum MoneySpent
{
    /// <summary>It cost nothing: it never left, was not accepted, or is free.</summary>
    No,

    /// <summary>Nobody can tell: it may have been accepted.</summary>
    Maybe,

    /// <summary>The provider did the work and charges for it.</summary>
    Yes,
}

/// <summary>Everything known about one failed operation at a provider, as data. Free of keys and prompts.</summary>
public sealed record ProviderFailure
{
    /// <summary>Provider id, for example <c>xai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>What was tried, for example <c>video submit</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>What went wrong.</summary>
    public required ProviderErrorCode Code { get; init; }

    /// <summary>What the provider or the network said: redacted, one line, at most 400 characters.</summary>
    public required string Message { get; init; }

    /// <summary>What to do next.</summary>
    public required string Hint { get; init; }

    /// <summary>HTTP status, when there was a reply.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The provider's own error code, when it gave one.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>True when the same operation may be tried again and cannot pay twice.</summary>
    public required bool IsRetryable { get; init; }

    /// <summary>The provider's wish, or the time until the circuit lets a request through. Not negative.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether this operation cost money.</summary>
    public required MoneySpent MoneySpent { get; init; }

    /// <summary>True when not one byte of the request's body was handed to a connection, so that sending again is safe.</summary>
    public required bool NeverLeft { get; init; }

    /// <summary>
    /// True when the provider may have acted on the request: it left, and no status says that it was not accepted. 408 and 499 are written by
    /// proxies that gave up waiting, and 5xx may come after the request was taken.
    /// </summary>
    public bool MayHaveArrived => !NeverLeft && !(HttpStatus is { } status && StatusFailure.SaysNotAccepted(status));

    /// <summary>One paragraph for people: what failed, whether money was spent, what to do next.</summary>
    public string Describe()
    {
        var text = new StringBuilder($"{Provider} {Operation} failed ({Code.ToText()}");
        if (HttpStatus is { } status) text.Append($", HTTP {status}");
        text.Append("): ").Append(Message.TrimEnd('.')).Append(". ");
        text.Append(MoneySpent switch
        {
            MoneySpent.No => "No money was spent on it. ",
            MoneySpent.Maybe => "It may have cost money. ",
            _ => "It was charged. ",
        });
        return text.Append(Hint).ToString();
    }
}

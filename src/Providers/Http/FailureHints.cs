namespace FunctionsPipeline.Providers.Http;

/// <summary>What a person can do about a failure. One place, so that the advice agrees with itself.</summary>
internal static class FailureHints
{
    /// <summary>The advice for a request to a provider's API.</summary>
    public static string For(ProviderErrorCode code, MoneySpent moneySpent, string keyVariable)
    {
        if (moneySpent == MoneySpent.Maybe)
        {
            return "It is not sent again by itself: look in the provider's console whether it was accepted, "
                + "then settle it with 'ledger resolve'.";
        }

        return code switch
        {
            ProviderErrorCode.Unauthorized => $"Check the key in {keyVariable}.",
            ProviderErrorCode.Forbidden => "Check that the key may use this model and that the account is active and has credit.",
            ProviderErrorCode.InvalidRequest => "Change the request; sending the same again gives the same answer.",
            ProviderErrorCode.NotFound => "Check the name of the model or the voice, and the base URL; a request id may also have expired.",
            ProviderErrorCode.ContentRefused => "Change the prompt; sending the same again gives the same answer.",
            ProviderErrorCode.RateLimited => "It may be tried again after a pause; a lower rate or concurrency avoids this.",
            ProviderErrorCode.DnsFailure => "Check the base URL and the network's name resolution.",
            ProviderErrorCode.ConnectionRefused =>
                "Check the base URL, and that the provider (or the simulator) is running and no firewall is in between.",
            ProviderErrorCode.TlsFailure => "Check the base URL, the machine's clock and its trusted certificates.",
            ProviderErrorCode.CircuitOpen => "The provider failed often of late; requests go on by themselves once it is back.",
            ProviderErrorCode.ReservationMismatch => "This is a defect of the program: please report it.",
            ProviderErrorCode.UnexpectedReply => "Check the base URL; if it is right, the provider has changed its interface.",
            _ => "It may be tried again.",
        };
    }
}

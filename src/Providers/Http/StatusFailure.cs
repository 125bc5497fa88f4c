namespace FunctionsPipeline.Providers.Http;

/// <summary>What an HTTP status and an error body mean. Pure.</summary>
internal static class StatusFailure
{
    /// <summary>The code of a status outside 2xx.</summary>
    public static ProviderErrorCode Classify(int status, ErrorBody body)
    {
        if (status is >= 400 and <= 499 && IsAboutContent(body)) return ProviderErrorCode.ContentRefused;

        // OpenAI says with 429 too that the account has no credit left, which no pause mends.
        if (status == 429 && body.Code == "insufficient_quota") return ProviderErrorCode.Forbidden;

        // YouTube says with 403 or 400 that a quota is used up, which the next day mends.
        if (body.Code is "quotaExceeded" or "rateLimitExceeded" or "userRateLimitExceeded" or "uploadLimitExceeded" or "uploadRateLimitExceeded")
        {
            return ProviderErrorCode.RateLimited;
        }

        // ElevenLabs answers 401 to a right key whose credit is used up; HeyGen has a word for it whatever the status.
        if (body.Code is "quota_exceeded" or "insufficient_credit") return ProviderErrorCode.Forbidden;

        // xAI and Google answer 400 to a wrong key.
        if (status == 400 && Mentions(body, "api key")) return ProviderErrorCode.Unauthorized;

        // Google says so when billing is off or the country is not served; X when the month's posts are read.
        if (body.Code is "FAILED_PRECONDITION" or "usage-capped") return ProviderErrorCode.Forbidden;
        return status switch
        {
            401 => ProviderErrorCode.Unauthorized,
            402 or 403 => ProviderErrorCode.Forbidden,
            404 or 410 => ProviderErrorCode.NotFound,
            408 or 499 => ProviderErrorCode.Timeout,
            425 or 429 => ProviderErrorCode.RateLimited,
            451 => ProviderErrorCode.ContentRefused,
            >= 400 and <= 499 => ProviderErrorCode.InvalidRequest,
            >= 500 and <= 599 => ProviderErrorCode.ServerError,
            _ => ProviderErrorCode.UnexpectedReply,
        };
    }

    /// <summary>
    /// True when the status says that a paid request was not accepted. 408 and 499 are written by proxies that gave up waiting,
    /// 5xx may come after the provider took the request: those leave it open.
    /// </summary>
    public static bool SaysNotAccepted(int status) => status is >= 400 and <= 499 and not 408 and not 499;

    /// <summary>True when the same request may succeed later.</summary>
    public static bool IsPassing(ProviderErrorCode code) =>
        code is ProviderErrorCode.RateLimited or ProviderErrorCode.ServerError or ProviderErrorCode.Timeout;

    /// <summary>True when an error speaks of moderation, however the provider words it.</summary>
    public static bool IsAboutContent(ErrorBody body) =>
        body.Code is "content_policy_violation" or "moderation_blocked" || Mentions(body, "content moderation") || Mentions(body, "content policy")
        || Mentions(body, "safety policy") || Mentions(body, "safety system");

    private static bool Mentions(ErrorBody body, string words) =>
        body.Message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}

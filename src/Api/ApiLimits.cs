namespace FunctionsPipeline.Api;

/// <summary>Every limit of the API, each with its reason.</summary>
internal static class ApiLimits
{
    /// <summary>Bytes of a body that is not a specification: lists of item ids are the largest.</summary>
    public const int BodyBytesMax = 256 * 1024;

    /// <summary>Nesting of a body: deeper ones come from mistakes or malice.</summary>
    public const int NestingMax = 32;

    /// <summary>Entries of a page when the request names no number.</summary>
    public const int PageDefault = 100;

    /// <summary>Entries of the largest page: an answer fits into memory on either host.</summary>
    public const int PageMax = 1000;

    /// <summary>Characters of an Idempotency-Key: as long as others allow, and short enough to be one.</summary>
    public const int IdempotencyKeyCharactersMax = 255;

    /// <summary>Characters of an event's name.</summary>
    public const int EventNameCharactersMax = 64;

    /// <summary>Item ids in one retry; more is a kind, not a list.</summary>
    public const int RetryItemsMax = 1000;

    /// <summary>How often a client should ask for a run's progress, seconds.</summary>
    public const int RetryAfterSeconds = 2;
}

namespace FunctionsPipeline.Providers.Http;

/// <summary>Ids that come from a provider and go into our URLs, rows and file names.</summary>
internal static class RequestIds
{
    /// <summary>True for letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>:</c>, not only dots, of bounded length.</summary>
    public static bool IsSafe(string? id) =>
        !string.IsNullOrEmpty(id) && id.Length <= Limits.RequestIdCharactersMax
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':')
        && id.Any(letter => letter != '.');

    /// <summary>The id as a path segment.</summary>
    /// <exception cref="ArgumentException">Not an id that a submit can have returned.</exception>
    public static string Escape(string id) =>
        IsSafe(id) ? Uri.EscapeDataString(id) : throw new ArgumentException("That is not a request id of a provider.", nameof(id));
}

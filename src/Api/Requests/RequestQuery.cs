using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Api;

/// <summary>Reads query parameters; one that is not known is refused, as a mistyped filter would show too much.</summary>
internal sealed class RequestQuery
{
    private readonly IQueryCollection _query;

    /// <exception cref="ApiException">A parameter is not known.</exception>
    public RequestQuery(HttpRequest request, params string[] known)
    {
        _query = request.Query;

        // Function keys may come as "code".
        foreach (var name in _query.Keys.Where(name => !known.Contains(name) && name != "code"))
        {
            throw new ApiException(400, "unknown_parameter", $"There is no parameter '{name}'; there is: {string.Join(", ", known)}.");
        }
    }

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => _query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>How many entries a page should have.</summary>
    /// <exception cref="ApiException">It is out of range.</exception>
    public int PageSize() => Number("limit", 1, ApiLimits.PageMax) ?? ApiLimits.PageDefault;

    /// <summary>A whole number, or null.</summary>
    /// <exception cref="ApiException">It is out of range.</exception>
    public int? Number(string name, int min, int max)
    {
        if (Text(name) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new ApiException(400, "invalid_parameter", $"{name} is '{text}'; allowed: a whole number from {min} to {max}.");
    }

    /// <summary>Names of an enum, separated by commas; null when none is given.</summary>
    /// <exception cref="ApiException">One of them is not known.</exception>
    public IReadOnlyList<T>? Names<T>(string name)
        where T : struct, Enum => Text(name)?.Split(',').Select(text => Name<T>(name, text.Trim())).ToList();

    private static T Name<T>(string parameter, string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw new ApiException(
                400, "invalid_parameter", $"{parameter} has '{text}'; allowed: {string.Join(", ", Enum.GetNames<T>().Select(known => char.ToLowerInvariant(known[0]) + known[1..]))}.");
}

using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Gemini;

/// <summary>What all calls to Gemini have in common.</summary>
internal static class GeminiCall
{
    private const string NamePrefix = "models/";

    /// <summary>A call of a method of a model.</summary>
    /// <exception cref="ProviderException">The model's name cannot be one of Google's; nothing was sent.</exception>
    public static ProviderCall Of(ProviderHttp http, string operation, string model, string method, string prompt)
    {
        var name = NameOf(model);
        var call = new ProviderCall(operation, $"/v1beta/{NamePrefix}{name}:{method}")
        {
            Prompt = prompt,
            Timeout = http.Options.SynchronousTimeout,
            IsNotCharged = IsNotCharged,
        };

        // The name becomes a part of the path: a slash or a colon in it would call something else.
        return name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? call
            : throw http.NotSent(
                call, ProviderErrorCode.InvalidRequest, $"model: '{model}' is no name of a model; allowed are letters, digits, '-', '_' and '.'");
    }

    /// <summary>The bare name; Google's lists write it with <c>models/</c> before it.</summary>
    public static string NameOf(string model) => model.StartsWith(NamePrefix, StringComparison.Ordinal) ? model[NamePrefix.Length..] : model;

    /// <summary>
    /// Google charges nothing for requests that fail with a status of 4xx or 5xx (its billing page says so). An error without a status
    /// word of Google's comes from a proxy in between, and then the request may have succeeded behind it.
    /// </summary>
    private static bool IsNotCharged(int status, JsonElement? body) =>
        status >= 500 && body is { } root && ErrorBody.Unwrap(root).Object("error")?.Text("status") is not null;
}

namespace FunctionsPipeline.Providers.Fal;

/// <summary>
/// The paths of one model. A submit goes to the whole name, everything after it only to owner and app:
/// <c>fal-ai/flux/schnell</c> is followed at <c>fal-ai/flux/requests/{id}</c>.
/// </summary>
internal sealed class FalEndpoint
{
    private FalEndpoint(string model, string app) => (Submit, Requests) = ("/" + model, "/" + app + "/requests/");

    /// <summary>Path of the submit.</summary>
    public string Submit { get; }

    /// <summary>Path before a request id.</summary>
    public string Requests { get; }

    /// <exception cref="ArgumentException">Not the name of a model at fal.</exception>
    public static FalEndpoint Of(string model)
    {
        var parts = model.Split('/');
        if (parts.Length < 2 || !parts.All(IsSegment))
        {
            throw new ArgumentException($"'{model}' is not a model at fal; one looks like fal-ai/veo3.1.", nameof(model));
        }

        return new FalEndpoint(model, parts[0] + "/" + parts[1]);
    }

    private static bool IsSegment(string part) =>
        part.Length > 0 && part.Any(char.IsAsciiLetterOrDigit)
        && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}

using System.Globalization;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.X;

/// <summary>X's errors: a problem with title, detail and type; or, from the proxies in between, nothing but a status.</summary>
internal sealed class XErrors(TimeProvider clock) : IErrorVoice
{
    private const string TypePrefix = "https://api.x.com/2/problems/";

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message)
    {
        // X has no Retry-After: it tells the moment at which the window ends.
        if (int.TryParse(context.Response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            context.Response.Headers.Remove("Retry-After");
            context.Response.Headers["x-rate-limit-remaining"] = "0";
            context.Response.Headers["x-rate-limit-reset"] = clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }

        switch (status)
        {
            case 401:
                return ProblemAsync(context, new XProblem("Unauthorized", message, "about:blank", status));
            case 429:
                return ProblemAsync(context, new XProblem("Too Many Requests", message, TypePrefix + "rate-limit-exceeded", status));
            case 500 or 503:
                return ProblemAsync(context, new XProblem(status == 500 ? "Internal Server Error" : "Service Unavailable", message, "about:blank", status));
            default:
                context.Response.StatusCode = status;
                return Task.CompletedTask;
        }
    }

    /// <summary>A parameter that is not taken.</summary>
    public static Task ParameterAsync(HttpContext context, string name, string value, string message) => ProblemAsync(
        context,
        new XProblem("Invalid Request", "One or more parameters to your request was invalid.", TypePrefix + "invalid-request", 400)
        {
            Errors = [new XParameterError(new Dictionary<string, IReadOnlyList<string>> { [name] = [value] }, message)],
        });

    /// <summary>A user that is not there any more, told beside the posts.</summary>
    public static XPartialError MissingUser(string id) => new(
        id, "author_id", "user", "Not Found Error", $"Could not find user with author_id: [{id}].", TypePrefix + "resource-not-found");

    private static Task ProblemAsync(HttpContext context, XProblem problem)
    {
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(problem, XJson.Default.XProblem, "application/problem+json", context.RequestAborted);
    }
}

using System.Globalization;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Runs;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Api;

/// <summary>How runs are answered with: where they are, and when to ask again.</summary>
internal static class RunAnswers
{
    /// <summary>202, with the run's address and its links.</summary>
    public static IResult Accepted(HttpRequest request, RunRecord run)
    {
        var links = Links(request, run);
        request.HttpContext.Response.Headers.Location = links.StatusQueryGetUri;
        AskAgain(request);
        return Results.Json(RunView.Of(run, links), DurableJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Says when to ask for a run's progress again.</summary>
    public static void AskAgain(HttpRequest request) =>
        request.HttpContext.Response.Headers.RetryAfter = ApiLimits.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>A run's addresses on the host that was asked.</summary>
    public static RunLinks Links(HttpRequest request, RunRecord run) => RunLinks.Of($"{request.Scheme}://{request.Host}", run.RunId);
}

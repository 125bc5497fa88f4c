using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FunctionsPipeline.Api;

/// <summary>An error as the API tells it: <c>application/problem+json</c> (RFC 9457) with our stable codes.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Code">What happened; stable, snake_case.</param>
/// <param name="Detail">What happened, for people, and whether money was spent.</param>
public sealed record ApiProblem(int Status, string Title, string Code, string Detail)
{
    /// <summary>Media type of errors.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>What to do next, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>Everything wrong with a specification; null for other errors.</summary>
    public IReadOnlyList<InputProblem>? Problems { get; init; }

    /// <summary>Makes one.</summary>
    public static ApiProblem Of(int status, string code, string detail, string? hint = null) =>
        new(status, ReasonPhrases.GetReasonPhrase(status), code, detail) { Hint = hint };

    /// <summary>The answer.</summary>
    public IResult ToResult() => Results.Json(this, DurableJson.Options, ContentType, Status);
}

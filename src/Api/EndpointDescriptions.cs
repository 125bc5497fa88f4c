using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Api;

/// <summary>A query parameter of an endpoint, for its description.</summary>
/// <param name="Name">Name.</param>
/// <param name="Description">What it does.</param>
public sealed record QueryParameter(string Name, string Description);

/// <summary>The body that an endpoint takes, for its description. Routing does not look at it: what is wrong with a body the endpoint says itself.</summary>
/// <param name="Type">The body as a type.</param>
public sealed record BodyType(Type Type);

/// <summary>Says of endpoints what they take and give, for the OpenAPI document.</summary>
internal static class EndpointDescriptions
{
    public static RouteHandlerBuilder Describes(this RouteHandlerBuilder endpoint, string name, string summary) => endpoint.WithName(name).WithSummary(summary);

    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string name, string description) => endpoint.WithMetadata(new QueryParameter(name, description));

    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new BodyType(typeof(T)));

    public static RouteHandlerBuilder TakesPages(this RouteHandlerBuilder endpoint) => endpoint
        .Takes("after", "What the page before gave as next.")
        .Takes("limit", $"Entries of the page, 1 to {ApiLimits.PageMax}; {ApiLimits.PageDefault} when left out.");

    public static RouteHandlerBuilder Accepted(this RouteHandlerBuilder endpoint) => endpoint.Produces<RunView>(StatusCodes.Status202Accepted);

    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses) endpoint.Produces<ApiProblem>(status, ApiProblem.ContentType);
        return endpoint;
    }
}

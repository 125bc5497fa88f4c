using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Api;

/// <summary>
/// The API's description, as it stands in <c>docs/openapi.json</c>. It is made from the endpoints of the embedded host by a test, which
/// fails when the two differ, so that a host without ASP.NET Core's endpoints tells the same.
/// </summary>
public static class OpenApiDocument
{
    /// <summary>The document.</summary>
    public static IResult Get() => Results.Stream(
        typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!, "application/json");
}

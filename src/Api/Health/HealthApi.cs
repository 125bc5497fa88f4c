using System.Reflection;
using FunctionsPipeline.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>Is the host there, and can it read its state?</summary>
public sealed class HealthApi(ApiServices services, ILogger<HealthApi> logger)
{
    private static readonly string Version = typeof(HealthApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>200 with what the host is; 500 when its state cannot be read.</summary>
    public Task<IResult> GetAsync(HttpRequest request, CancellationToken cancellationToken) => ApiFailures.TranslateAsync(logger, cancellationToken, async () =>
    {
        await foreach (var _ in services.Pipelines.Runs.ListAsync(cancellationToken)) break;
        return Results.Json(new HealthView("healthy", services.Host, Version, [.. services.Catalog.Names]), DurableJson.Options);
    });
}

/// <summary>A host that is well.</summary>
/// <param name="Status"><c>healthy</c>.</param>
/// <param name="Host"><c>embedded</c> or <c>azure</c>.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Pipelines">What it can run.</param>
public sealed record HealthView(string Status, string Host, string Version, IReadOnlyList<string> Pipelines);

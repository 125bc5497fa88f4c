using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;
using FunctionsPipeline.Durable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace FunctionsPipeline.Api.Tests;

/// <summary>
/// <c>docs/openapi.json</c> is what the endpoints are. To write it anew after a change: <c>FP_WRITE_OPENAPI=1 ./test --filter OpenApi</c>.
/// </summary>
public sealed class OpenApiTests
{
    private static readonly string DocumentPath = Path.Combine(BuiltPrograms.RepositoryRoot, "docs", "openapi.json");

    [Fact]
    public async Task The_document_describes_the_endpoints_as_they_are()
    {
        var document = await CreateAsync();
        if (Environment.GetEnvironmentVariable("FP_WRITE_OPENAPI") is not null) await File.WriteAllTextAsync(DocumentPath, document);

        (await File.ReadAllTextAsync(DocumentPath)).ShouldBe(document, "FP_WRITE_OPENAPI=1 ./test --filter OpenApi writes it anew.");
    }

    [Fact]
    public async Task Every_address_of_the_API_is_in_the_document()
    {
        var paths = JsonNode.Parse(await File.ReadAllTextAsync(DocumentPath))!["paths"]!.AsObject().Select(path => path.Key.TrimStart('/')).ToList();
        var routes = typeof(ApiRoutes).GetFields().Select(field => ((string)field.GetRawConstantValue()!).Replace("{*path}", "{path}", StringComparison.Ordinal));

        paths.ShouldBe(routes, ignoreOrder: true);
    }

    private static async Task<string> CreateAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = DurableJson.Options.PropertyNamingPolicy;
            foreach (var converter in DurableJson.Options.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        builder.Services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "FunctionsPipeline",
                    Version = "1",
                    Description = "Runs AI-media work that costs money and takes hours, and finishes it. What changes something needs a key in the header x-functions-key. Errors are application/problem+json with a stable code.",
                };
                document.Servers?.Clear();
                document.Tags?.Clear();
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(DescribeAsync);
        });
        await using var application = builder.Build();
        new PipelineApi(TestServices.Create()).Map(application);
        application.MapOpenApi("/document.json");
        await application.StartAsync();
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(application.Urls.First() + "/document.json")) + "\n";
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Tags?.Clear();
        foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        foreach (var body in context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyType>())
        {
            var schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody { Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } } };
        }
    }
}

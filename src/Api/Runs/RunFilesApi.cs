using FunctionsPipeline.State.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>The files that a run leaves: its report, its clips, its records.</summary>
public sealed class RunFilesApi(ApiServices services, RunsApi runs, ILogger<RunFilesApi> logger)
{
    /// <summary>One file, streamed.</summary>
    public Task<IResult> GetAsync(HttpRequest request, string runId, string? path, CancellationToken cancellationToken) =>
        ApiFailures.TranslateAsync(logger, cancellationToken, async () =>
        {
            _ = new RequestQuery(request);
            var run = await runs.FindAsync(runId, cancellationToken);
            var blobPath = $"runs/{run.RunId}/{path}";
            try
            {
                BlobPath.Check(blobPath);
            }
            catch (ArgumentException)
            {
                throw new ApiException(400, "invalid_path", "The path is not one of a run's files; they are named like report.html or clips/p0001-plain-1.mp4.");
            }

            var blob = await services.Pipelines.Blobs.OpenReadAsync(blobPath, cancellationToken)
                ?? throw new ApiException(404, "no_file", $"Run {run.RunId} has no such file.", run.IsEnded ? null : "Most files are written when the run ends.");

            // A report is a page: it may show its own pictures and do nothing else.
            request.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
            request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.Stream(blob.Content, ContentTypes.Of(blobPath));
        });
}

using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>A run's progress as server-sent events: <c>progress</c> whenever something has changed, <c>end</c> once at its end.</summary>
public sealed class RunProgressApi(RunsApi runs, TimeProvider clock, ILogger<RunProgressApi> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The stream. It ends with the run, or when nobody listens any more.</summary>
    public Task<IResult> GetAsync(HttpRequest request, string runId, CancellationToken cancellationToken) =>
        ApiFailures.TranslateAsync(logger, cancellationToken, async () =>
        {
            _ = new RequestQuery(request);
            var run = await runs.FindAsync(runId, cancellationToken);
            return TypedResults.ServerSentEvents(EventsAsync(request, run.RunId, cancellationToken));
        });

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        HttpRequest request, RunId runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var last = "";
        while (await runs.ReadAsync(request, runId, cancellationToken) is { } view)
        {
            var text = JsonSerializer.Serialize(view, DurableJson.Options);
            if (view.IsEnded)
            {
                yield return new SseItem<string>(text, "end");
                yield break;
            }

            if (text != last) yield return new SseItem<string>(text, "progress");
            last = text;
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.ComfyUi;

/// <summary>A server of one's own: takes workflows without a key and without a price, tells of them once they are done, hands out files.</summary>
internal sealed class ComfyUiServer(Intake intake, CallBook book, QuestionFaults faults, TimeProvider clock)
{
    private const string Provider = "comfyui";
    private const int IdCharacters = 36;

    private static readonly SecondsRange Work = new(5, 20);

    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>POST /prompt.</summary>
    public async Task QueueAsync(HttpContext context)
    {
        if (await Reply.ReadObjectAsync(context.Request) is not { } body || body.Field("prompt") is not { ValueKind: JsonValueKind.Object } nodes)
        {
            await ComfyUiErrors.WorkflowAsync(context, new ComfyUiProblem("no_prompt", "No prompt provided", "No prompt provided"));
            return;
        }

        if (new ComfyUiGraph(nodes).TryRead(() => !_seen.TryAdd(nodes.GetRawText(), true), out var job) is { } problem)
        {
            await ComfyUiErrors.WorkflowAsync(context, problem);
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(job!), ComfyUiErrors.Instance) is not { } call) return;
        await WriteAsync(context, 200, new JsonObject
        {
            ["prompt_id"] = call.Facts.RequestId,
            ["number"] = Interlocked.Increment(ref _number),
            ["node_errors"] = new JsonObject(),
        });
    }

    /// <summary>GET /history/{id}: an empty object until it is done.</summary>
    public async Task HistoryAsync(HttpContext context)
    {
        var call = Find((string)context.GetRouteValue("id")!);
        if (call is not null && await faults.TryPlayAsync(context, call, FaultOperation.Poll, call.CountPoll(), ComfyUiErrors.Instance)) return;
        var history = new JsonObject();
        if (call is not null && !IsAtWork(call)) history[call.Facts.RequestId] = EntryOf(call);
        await WriteAsync(context, 200, history);
    }

    /// <summary>GET /queue.</summary>
    public Task PlacesAsync(HttpContext context)
    {
        var running = new JsonArray();
        foreach (var call in book.Snapshot().Where(call => call.Facts.Provider == Provider && IsAtWork(call)))
        {
            running.Add((JsonNode)new JsonArray(running.Count, call.Facts.RequestId, new JsonObject(), new JsonObject(), new JsonArray()));
        }

        return WriteAsync(context, 200, new JsonObject { ["queue_running"] = running, ["queue_pending"] = new JsonArray() });
    }

    /// <summary>GET /view.</summary>
    public async Task ViewAsync(HttpContext context)
    {
        if (FindFile(context.Request.Query["filename"].ToString(), out var index) is not { } call || context.Request.Query["type"] != JobOf(call).Folder)
        {
            await ComfyUiErrors.Instance.WriteAsync(context, 404, "Not Found");
            return;
        }

        if (await faults.TryPlayAsync(context, call, FaultOperation.Result, call.CountResult(), ComfyUiErrors.Instance)) return;
        context.Response.ContentType = "image/png";
        await context.Response.Body.WriteAsync(StillImage.Render(call.Facts, index), context.RequestAborted);
    }

    /// <summary>Answers with a JSON body.</summary>
    public static Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private static CallOrder OrderOf(ComfyUiJob job) => new(Provider, FaultOperation.Image, "local", "workflow", job.Prompt)
    {
        PriceTicks = 0,
        WorkSeconds = draw => job.IsCached ? 0 : Work.At(draw.Share),
        AspectRatio = string.Create(CultureInfo.InvariantCulture, $"{job.WidthPx}:{job.HeightPx}"),
        ImageCount = job.Count,
        PictureSeed = job.Seed,
        IsModerated = false,
        Answer = JsonSerializer.Serialize(job, ComfyUiJson.Default.ComfyUiJob),
        Problem = job.IsTooLarge ? new InputProblem("KSampler", "Allocation on device 0 would exceed allowed memory. (out of memory)", "torch.OutOfMemoryError") : null,
    };

    private static JsonObject EntryOf(Call call)
    {
        var job = JobOf(call);
        var outputs = new JsonObject();
        if (call.Facts.Problem is not { } problem)
        {
            if (!job.IsCached) outputs[job.OutputNode] = new JsonObject { ["images"] = ImagesOf(call, job) };
            return Entry(outputs, "success", new JsonArray("execution_success", new JsonObject { ["prompt_id"] = call.Facts.RequestId }));
        }

        return Entry(outputs, "error", new JsonArray("execution_error", new JsonObject
        {
            ["prompt_id"] = call.Facts.RequestId,
            ["node_type"] = problem.Field,
            ["exception_message"] = problem.Message,
            ["exception_type"] = problem.Type,
        }));
    }

    private static JsonObject Entry(JsonObject outputs, string word, JsonArray message) => new()
    {
        ["prompt"] = new JsonArray(),
        ["outputs"] = outputs,
        ["status"] = new JsonObject { ["status_str"] = word, ["completed"] = word == "success", ["messages"] = new JsonArray(message) },
    };

    private static JsonArray ImagesOf(Call call, ComfyUiJob job)
    {
        var prefix = string.Concat(job.Prefix.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
        var images = new JsonArray();
        for (var index = 0; index < job.Count; index++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}_{call.Facts.RequestId}_{index + 1:00000}_.png");
            images.Add((JsonNode)new JsonObject { ["filename"] = name, ["subfolder"] = "", ["type"] = job.Folder });
        }

        return images;
    }

    private Call? Find(string id) => book.Find(id) is { Facts.Provider: Provider } call ? call : null;

    // A name ends with the id of its call, its number and a dash.
    private Call? FindFile(string name, out int index)
    {
        index = 0;
        var parts = Path.GetFileNameWithoutExtension(name).TrimEnd('_').Split('_');
        if (parts.Length < 2 || parts[^2].Length != IdCharacters || !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        index = number - 1;
        return Find(parts[^2]) is { Facts.Problem: null } call && !IsAtWork(call) && index >= 0 && index < call.Facts.ImageCount ? call : null;
    }

    private static ComfyUiJob JobOf(Call call) => JsonSerializer.Deserialize(call.Facts.Answer!, ComfyUiJson.Default.ComfyUiJob)!;

    private bool IsAtWork(Call call) => call.StateAt(clock.GetUtcNow()) is CallState.Queued or CallState.Running;
}

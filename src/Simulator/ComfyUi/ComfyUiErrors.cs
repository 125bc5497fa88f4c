using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.ComfyUi;

/// <summary>ComfyUI's errors: an object about the workflow, and one for each node with a mistake; or the bare text of its web server.</summary>
internal sealed class ComfyUiErrors : IErrorVoice
{
    /// <summary>The only instance; it has no state.</summary>
    public static ComfyUiErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{status}: {message}", context.RequestAborted);
    }

    /// <summary>A workflow that is not taken.</summary>
    public static Task WorkflowAsync(HttpContext context, ComfyUiProblem problem)
    {
        var nodes = new JsonObject();
        if (problem.Node is not null)
        {
            nodes[problem.Node] = new JsonObject
            {
                ["errors"] = new JsonArray(new JsonObject { ["type"] = problem.Type, ["message"] = problem.Message, ["details"] = problem.Details }),
                ["dependent_outputs"] = new JsonArray(),
                ["class_type"] = problem.ClassType,
            };
        }

        var error = problem.Node is null
            ? Error(problem.Type, problem.Message, problem.Details)
            : Error("prompt_outputs_failed_validation", "Prompt outputs failed validation", "");
        return ComfyUiServer.WriteAsync(context, 400, new JsonObject { ["error"] = error, ["node_errors"] = nodes });
    }

    private static JsonObject Error(string type, string message, string details) =>
        new() { ["type"] = type, ["message"] = message, ["details"] = details, ["extra_info"] = new JsonObject() };
}

/// <summary>What is wrong with a workflow.</summary>
/// <param name="Type">The server's word for it.</param>
/// <param name="Message">Text.</param>
/// <param name="Details">More text; may be empty.</param>
/// <param name="Node">The node with the mistake; null when it is the whole workflow's.</param>
/// <param name="ClassType">That node's class.</param>
internal sealed record ComfyUiProblem(string Type, string Message, string Details = "", string? Node = null, string? ClassType = null);

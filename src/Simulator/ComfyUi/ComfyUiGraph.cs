using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.ComfyUi;

/// <summary>Reads a workflow in the form of the API: checks what the server checks when it queues one, and finds out what it makes.</summary>
internal sealed class ComfyUiGraph(JsonElement nodes)
{
    private const int LinksMax = 32;

    private static readonly string[] KnownClasses =
    [
        "CheckpointLoaderSimple", "UNETLoader", "DualCLIPLoader", "CLIPLoader", "VAELoader", "CLIPTextEncode", "EmptyLatentImage",
        "EmptySD3LatentImage", "KSampler", "VAEDecode", "SaveImage", "PreviewImage",
    ];

    private static readonly string[] OutputClasses = ["SaveImage", "PreviewImage"];

    private static readonly Dictionary<string, string[]> WholeNumbers = new(StringComparer.Ordinal)
    {
        ["EmptyLatentImage"] = ["width", "height", "batch_size"],
        ["EmptySD3LatentImage"] = ["width", "height", "batch_size"],
        ["KSampler"] = ["seed", "steps"],
    };

    /// <summary>Reads a workflow.</summary>
    /// <param name="isCached">Tells whether an equal workflow has run before.</param>
    /// <param name="job">What it makes.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public ComfyUiProblem? TryRead(Func<bool> isCached, out ComfyUiJob? job)
    {
        job = null;
        foreach (var node in nodes.EnumerateObject())
        {
            if (ClassOf(node.Value) is not { } name) return new ComfyUiProblem("invalid_prompt", "Cannot execute because a node is missing the class_type property.", $"Node ID '#{node.Name}'");
            if (!KnownClasses.Contains(name)) return new ComfyUiProblem("invalid_prompt", $"Cannot execute because node {name} does not exist.", $"Node ID '#{node.Name}'");
        }

        var output = nodes.EnumerateObject().FirstOrDefault(node => OutputClasses.Contains(ClassOf(node.Value)));
        if (output.Value.ValueKind == JsonValueKind.Undefined) return new ComfyUiProblem("prompt_no_outputs", "Prompt has no outputs");
        foreach (var node in nodes.EnumerateObject())
        {
            if (ProblemOf(node) is { } problem) return problem;
        }

        job = Read(output, isCached());
        return null;
    }

    private ComfyUiJob Read(JsonProperty output, bool isCached)
    {
        var sampler = First("KSampler");
        var latent = sampler is { } found ? Follow(found, "latent_image", "width") : null;
        var isPreview = ClassOf(output.Value) == "PreviewImage";
        return new ComfyUiJob(
            Prompt: Text(Follow(sampler ?? output.Value, "positive", "text") ?? First("CLIPTextEncode") ?? default, "text"),
            WidthPx: (int)(Whole(latent ?? default, "width") ?? 512),
            HeightPx: (int)(Whole(latent ?? default, "height") ?? 512),
            Count: (int)(Whole(latent ?? default, "batch_size") ?? 1),
            Seed: Whole(sampler ?? default, "seed") ?? 0,
            OutputNode: output.Name,
            Folder: isPreview ? "temp" : "output",
            Prefix: isPreview ? "preview" : Text(output.Value, "filename_prefix"),
            isCached);
    }

    private ComfyUiProblem? ProblemOf(JsonProperty node)
    {
        var name = ClassOf(node.Value)!;
        if (node.Value.Field("inputs") is not { ValueKind: JsonValueKind.Object } inputs)
        {
            return new ComfyUiProblem("required_input_missing", "Required input is missing", "inputs", node.Name, name);
        }

        foreach (var input in inputs.EnumerateObject())
        {
            if (input.Value.ValueKind == JsonValueKind.Array && Linked(input.Value) is null)
            {
                return new ComfyUiProblem("bad_linked_input", "Bad linked input, must be a length-2 list of [node_id, slot_index]", input.Name, node.Name, name);
            }
        }

        foreach (var field in WholeNumbers.GetValueOrDefault(name, []))
        {
            if (Whole(node.Value, field) is null)
            {
                return new ComfyUiProblem("invalid_input_type", "Failed to convert an input value to a INT value", field, node.Name, name);
            }
        }

        if (name != "CheckpointLoaderSimple") return null;
        var file = Text(node.Value, "ckpt_name");
        return file.EndsWith(".safetensors", StringComparison.Ordinal) || file.EndsWith(".ckpt", StringComparison.Ordinal)
            ? null
            : new ComfyUiProblem("value_not_in_list", "Value not in list", $"ckpt_name: '{file}' not in the list of checkpoints", node.Name, name);
    }

    // From a node along its links to the one that has a field of its own: what encodes a text may lie behind others that change it.
    private JsonElement? Follow(JsonElement node, string link, string field)
    {
        JsonElement? current = node.Field("inputs")?.Field(link) is { } first ? Linked(first) : null;
        for (var step = 0; current is { } here && step < LinksMax; step++)
        {
            var inputs = here.Field("inputs");
            if (inputs?.Field(field) is { ValueKind: not JsonValueKind.Array }) return here;
            current = inputs?.EnumerateObject().Select(input => Linked(input.Value)).FirstOrDefault(next => next is not null);
        }

        return null;
    }

    private JsonElement? Linked(JsonElement link) =>
        link.ValueKind == JsonValueKind.Array && link.GetArrayLength() == 2 && link[0].ValueKind == JsonValueKind.String
            ? nodes.Field(link[0].GetString()!)
            : null;

    private JsonElement? First(string name)
    {
        foreach (var node in nodes.EnumerateObject())
        {
            if (ClassOf(node.Value) == name) return node.Value;
        }

        return null;
    }

    private static string? ClassOf(JsonElement node) => node.TryText("class_type", out var name) ? name : null;

    private static string Text(JsonElement node, string field) =>
        node.Field("inputs")?.Field(field) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static ulong? Whole(JsonElement node, string field) =>
        node.Field("inputs")?.Field(field) is { ValueKind: JsonValueKind.Number or JsonValueKind.String } value
        && ulong.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

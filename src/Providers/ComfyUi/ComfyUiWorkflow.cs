using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Providers.ComfyUi;

/// <summary>What fills the placeholders of a workflow.</summary>
internal sealed record ComfyUiOrder(ImageRequest Request, ImageSize Size, long Seed, string OrderName);

/// <summary>A workflow with placeholders. Immutable; safe for several threads.</summary>
internal sealed class ComfyUiWorkflow
{
    /// <summary>Text to image by any checkpoint with a text encoder and a decoder of its own.</summary>
    public const string Default = """
        {
          "1": { "class_type": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "{{model}}" } },
          "2": { "class_type": "CLIPTextEncode", "inputs": { "text": "{{prompt}}", "clip": ["1", 1] } },
          "3": { "class_type": "CLIPTextEncode", "inputs": { "text": "{{negativePrompt}}", "clip": ["1", 1] } },
          "4": { "class_type": "EmptyLatentImage", "inputs": { "width": "{{width}}", "height": "{{height}}", "batch_size": "{{count}}" } },
          "5": {
            "class_type": "KSampler",
            "inputs": {
              "model": ["1", 0], "positive": ["2", 0], "negative": ["3", 0], "latent_image": ["4", 0],
              "seed": "{{seed}}", "steps": 25, "cfg": 7, "sampler_name": "euler", "scheduler": "normal", "denoise": 1
            }
          },
          "6": { "class_type": "VAEDecode", "inputs": { "samples": ["5", 0], "vae": ["1", 2] } },
          "7": { "class_type": "SaveImage", "inputs": { "images": ["6", 0], "filename_prefix": "{{order}}" } }
        }
        """;

    private readonly string _text;

    /// <exception cref="ArgumentException">It is no workflow in the form of the API, or has no place for the prompt.</exception>
    public ComfyUiWorkflow(string text)
    {
        _text = text;
        if (ProblemOf(text) is { } problem) throw new ArgumentException($"comfyui: the workflow {problem}.", nameof(text));
    }

    /// <summary>True when the workflow has a use for something.</summary>
    public bool Takes(string placeholder) => _text.Contains(Mark(placeholder), StringComparison.Ordinal);

    /// <summary>The graph to be queued.</summary>
    public JsonObject Fill(ComfyUiOrder order)
    {
        var graph = JsonNode.Parse(_text)!.AsObject();
        Fill(graph, new Dictionary<string, JsonValue>(StringComparer.Ordinal)
        {
            [Mark("prompt")] = JsonValue.Create(order.Request.Prompt),
            [Mark("negativePrompt")] = JsonValue.Create(order.Request.NegativePrompt ?? ""),
            [Mark("model")] = JsonValue.Create(order.Request.Model),
            [Mark("seed")] = JsonValue.Create(order.Seed),
            [Mark("width")] = JsonValue.Create(order.Size.WidthPx),
            [Mark("height")] = JsonValue.Create(order.Size.HeightPx),
            [Mark("count")] = JsonValue.Create(order.Request.Count),
            [Mark("order")] = JsonValue.Create(order.OrderName),
        });
        return graph;
    }

    private static string Mark(string placeholder) => $"{{{{{placeholder}}}}}";

    private static string? ProblemOf(string text)
    {
        JsonNode? graph;
        try
        {
            graph = JsonNode.Parse(text);
        }
        catch (JsonException exception)
        {
            return $"is not JSON ({exception.Message.TrimEnd('.')})";
        }

        if (graph is not JsonObject nodes || nodes.Count == 0) return "is not an object of nodes";
        if (nodes["nodes"] is JsonArray) return "has the form of the editor, which the server does not take; export it with 'Export (API)'";
        foreach (var (name, node) in nodes)
        {
            if (node is not JsonObject || node["class_type"] is null || node["inputs"] is not JsonObject) return $"has a node '{name}' without class_type or inputs";
        }

        return text.Contains(Mark("prompt"), StringComparison.Ordinal) ? null : $"has no place for the prompt; write {Mark("prompt")} where it goes";
    }

    /// <summary>A value that is a placeholder alone becomes what it stands for, a number too; inside a text it becomes text. Never JSON.</summary>
    private static void Fill(JsonNode node, Dictionary<string, JsonValue> values)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, field) in fields.ToList())
                {
                    if (Filled(field, values) is { } value) fields[name] = value;
                    else if (field is not null) Fill(field, values);
                }

                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    if (Filled(items[index], values) is { } value) items[index] = value;
                    else if (items[index] is { } item) Fill(item, values);
                }

                break;
        }
    }

    private static JsonNode? Filled(JsonNode? node, Dictionary<string, JsonValue> values)
    {
        if (node is not JsonValue || node.GetValueKind() != JsonValueKind.String) return null;
        var text = node.GetValue<string>();
        if (values.TryGetValue(text, out var whole)) return whole.DeepClone();

        // One pass over the template's text: what a prompt brings in is not looked at again.
        var filled = new System.Text.StringBuilder();
        for (var place = 0; place < text.Length;)
        {
            var mark = values.Keys.FirstOrDefault(known => string.CompareOrdinal(text, place, known, 0, known.Length) == 0);
            filled.Append(mark is null ? text[place].ToString() : Text(values[mark]));
            place += mark?.Length ?? 1;
        }

        return filled.ToString();
    }

    private static string Text(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : Convert.ToString(value.GetValue<object>(), CultureInfo.InvariantCulture)!;
}

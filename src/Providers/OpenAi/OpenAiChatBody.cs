using System.Text.Json.Nodes;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>The body of a chat request. Pure.</summary>
internal static class OpenAiChatBody
{
    public static JsonObject Of(ChatRequest request, OpenAiDialect dialect)
    {
        var messages = new JsonArray();
        foreach (var message in request.Messages) messages.Add(new JsonObject { ["role"] = message.Role, ["content"] = Content(message) });

        var body = new JsonObject { ["model"] = request.Model, ["messages"] = messages };
        if (request.OutputTokensMax is { } tokens) body[dialect.OutputTokensField] = tokens;
        if (request.Temperature is { } temperature) body["temperature"] = temperature;
        if (request.Seed is { } seed) body["seed"] = seed;
        if (request.Schema is not { } schema) return body;

        if (dialect.JsonAnswer == JsonAnswerForm.Schema)
        {
            body["response_format"] = JsonSchema(schema);
            return body;
        }

        // Servers demand the word JSON in the messages, and without it models write blanks without end.
        var wish = $"Answer with JSON alone, without Markdown. It must fit this JSON schema: {schema.Schema.GetRawText()}";
        messages.Insert(0, new JsonObject { ["role"] = "system", ["content"] = wish });
        body["response_format"] = new JsonObject { ["type"] = "json_object" };
        return body;
    }

    private static JsonObject JsonSchema(JsonAnswerSchema schema) => new()
    {
        ["type"] = "json_schema",
        ["json_schema"] = new JsonObject
        {
            ["name"] = schema.Name,
            ["strict"] = true,
            ["schema"] = JsonNode.Parse(schema.Schema.GetRawText()),
        },
    };

    /// <summary>A message without pictures stays a plain string. Pictures go as data URIs, the only form that all servers take.</summary>
    private static JsonNode Content(ChatMessage message)
    {
        if (message.Images.Count == 0) return message.Text;

        var parts = new JsonArray { new JsonObject { ["type"] = "text", ["text"] = message.Text } };
        foreach (var image in message.Images)
        {
            var url = $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Content.Span)}";
            parts.Add(new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = url } });
        }

        return parts;
    }
}

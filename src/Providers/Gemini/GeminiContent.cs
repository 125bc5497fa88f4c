using System.Text;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Providers.Gemini;

/// <summary>Texts and pictures in Gemini's form. Pure.</summary>
internal static class GeminiContent
{
    /// <summary>A text part.</summary>
    public static JsonObject Text(string text) => new() { ["text"] = text };

    /// <summary>A picture part.</summary>
    public static JsonObject Picture(InlineImage image) => new()
    {
        ["inlineData"] = new JsonObject { ["mimeType"] = image.MediaType, ["data"] = Convert.ToBase64String(image.Content.Span) },
    };

    /// <summary>What is wrong with pictures that are to be sent inside a request; null when nothing is.</summary>
    public static string? ProblemOf(IEnumerable<InlineImage> images)
    {
        // Base64 writes three bytes as four letters.
        var bytes = images.Sum(image => (image.Content.Length + 2L) / 3 * 4);
        return bytes <= Limits.InlineImagesBytesMax
            ? null
            : $"images: {bytes} bytes in base64; at most {Limits.InlineImagesBytesMax} go into one request";
    }

    /// <summary>The contents of a conversation. What the system says stands apart.</summary>
    public static (JsonObject? System, JsonArray Contents) Of(IReadOnlyList<ChatMessage> messages)
    {
        var system = new StringBuilder();
        var contents = new JsonArray();
        foreach (var message in messages)
        {
            if (message.Role == "system")
            {
                if (system.Length > 0) system.Append("\n\n");
                system.Append(message.Text);
                continue;
            }

            var parts = new JsonArray(Text(message.Text));
            foreach (var image in message.Images) parts.Add(Picture(image));
            contents.Add(new JsonObject { ["role"] = message.Role == "assistant" ? "model" : "user", ["parts"] = parts });
        }

        return (system.Length == 0 ? null : new JsonObject { ["parts"] = new JsonArray(Text(system.ToString())) }, contents);
    }
}

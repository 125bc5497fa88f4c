using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Gemini;

/// <summary>The models.</summary>
internal static class GeminiModels
{
    /// <summary>Language models.</summary>
    public static IReadOnlyList<string> Chat { get; } =
        ["gemini-3.5-flash-lite", "gemini-3.8-flash", "gemini-3.5-flash", "gemini-3.1-pro-preview"];

    /// <summary>Image models.</summary>
    public static IReadOnlyList<string> Image { get; } = ["gemini-2.5-flash-image", "gemini-3.1-flash-image", "gemini-3-pro-image"];

    /// <summary>Models that make vectors.</summary>
    public static IReadOnlyList<string> Embedding { get; } = ["gemini-embedding-001", "gemini-embedding-2"];

    /// <summary>GET /v1beta/models.</summary>
    public static async Task ListAsync(HttpContext context)
    {
        if (!await GeminiDoor.HasKeyAsync(context)) return;
        var models = Chat.Concat(Image).Select(name => new GeminiModel("models/" + name, ["generateContent"]))
            .Concat(Embedding.Select(name => new GeminiModel("models/" + name, ["batchEmbedContents"])));
        await Reply.WriteAsync(context, 200, new GeminiModelList([.. models]), GeminiJson.Default.GeminiModelList);
    }
}

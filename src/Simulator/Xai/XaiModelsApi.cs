using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Xai;

/// <summary>The list of xAI's models.</summary>
internal static class XaiModelsApi
{
    // Any past moment serves; clients do not look at it.
    private const long CreatedUnixSeconds = 1_767_225_600;

    /// <summary>GET /v1/models.</summary>
    public static async Task ListAsync(HttpContext context)
    {
        if (!await XaiDoor.HasKeyAsync(context)) return;
        IEnumerable<string> names = [.. XaiChat.Models, .. XaiImages.Models, .. XaiVideoRequest.Models];
        var list = new XaiModelList([.. names.Select(name => new XaiModel(name, "model", CreatedUnixSeconds, "xai"))], "list");
        await Reply.WriteAsync(context, 200, list, XaiJson.Default.XaiModelList);
    }
}

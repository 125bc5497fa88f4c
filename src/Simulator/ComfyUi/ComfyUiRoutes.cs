namespace FunctionsPipeline.Simulator.ComfyUi;

/// <summary>Where a ComfyUI server is imitated.</summary>
internal static class ComfyUiRoutes
{
    /// <summary>Registers what serves it.</summary>
    public static void AddServices(IServiceCollection services) => services.AddSingleton<ComfyUiServer>();

    /// <summary>Maps its paths, which every server also has below <c>/api</c>.</summary>
    public static void Map(WebApplication app)
    {
        var server = app.Services.GetRequiredService<ComfyUiServer>();
        foreach (var root in new[] { "/comfyui", "/comfyui/api" })
        {
            var comfyUi = app.MapGroup(root);
            comfyUi.MapPost("/prompt", server.QueueAsync);
            comfyUi.MapGet("/history/{id}", server.HistoryAsync);
            comfyUi.MapGet("/queue", server.PlacesAsync);
            comfyUi.MapGet("/view", server.ViewAsync);
        }
    }
}

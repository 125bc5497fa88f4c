namespace FunctionsPipeline.Simulator.HuggingFace;

/// <summary>Where Hugging Face is imitated: the router, and one endpoint of one's own at the root.</summary>
internal static class HuggingFaceRoutes
{
    /// <summary>Registers what serves it.</summary>
    public static void AddServices(IServiceCollection services) => services.AddSingleton<HuggingFaceImages>();

    /// <summary>Maps its paths.</summary>
    public static void Map(WebApplication app)
    {
        var images = app.Services.GetRequiredService<HuggingFaceImages>();
        app.MapPost("/huggingface/hf-inference/models/{owner}/{name}", images.SubmitToRouterAsync);
        app.MapPost("/huggingface", images.SubmitToEndpointAsync);
    }
}

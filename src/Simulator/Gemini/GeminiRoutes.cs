namespace FunctionsPipeline.Simulator.Gemini;

/// <summary>Where Google's Gemini Developer API is imitated, and by what.</summary>
internal static class GeminiRoutes
{
    /// <summary>Registers what serves it.</summary>
    public static void AddServices(IServiceCollection services) => services
        .AddSingleton<GeminiDoor>()
        .AddSingleton<GeminiGeneration>()
        .AddSingleton<GeminiEmbeddings>();

    /// <summary>Maps its paths.</summary>
    public static void Map(WebApplication app)
    {
        var gemini = app.MapGroup("/gemini/v1beta");
        gemini.MapGet("/models", GeminiModels.ListAsync);
        gemini.MapPost("/models/{model}:generateContent", app.Services.GetRequiredService<GeminiGeneration>().SubmitAsync);
        gemini.MapPost("/models/{model}:batchEmbedContents", app.Services.GetRequiredService<GeminiEmbeddings>().SubmitAsync);
    }
}

using FunctionsPipeline.Simulator.TalkingHeads;

namespace FunctionsPipeline.Simulator.Did;

/// <summary>Where D-ID is imitated.</summary>
internal static class DidRoutes
{
    /// <summary>Registers what serves it.</summary>
    public static void AddServices(IServiceCollection services) => services.AddSingleton<UploadFolder>().AddSingleton<HeadStore>().AddSingleton<DidTalks>();

    /// <summary>Maps its paths.</summary>
    public static void Map(WebApplication app)
    {
        var talks = app.Services.GetRequiredService<DidTalks>();
        var group = app.MapGroup("/did");
        group.MapPost("/images", (HttpContext context) => talks.UploadAsync(context, "image"));
        group.MapPost("/audios", (HttpContext context) => talks.UploadAsync(context, "audio"));
        group.MapPost("/talks", talks.SubmitAsync);
        group.MapGet("/talks/{id}", (HttpContext context, string id) => talks.StatusAsync(context, id));
    }
}

using FunctionsPipeline.Simulator.Did;
using FunctionsPipeline.Simulator.HeyGen;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Where the makers of talking heads are imitated.</summary>
internal static class TalkingHeadRoutes
{
    /// <summary>Registers what serves them. Beside a journal the uploads are kept with it; otherwise they go when the simulator goes.</summary>
    public static void AddServices(IServiceCollection services, string? journalPath) => services
        .AddSingleton(_ => new UploadFolder(journalPath is null ? null : Path.GetFullPath(journalPath) + ".uploads"))
        .AddSingleton<HeadStore>()
        .AddSingleton<TalkingHeadIntake>()
        .AddSingleton<DidTalks>()
        .AddSingleton<HeyGenVideos>();

    /// <summary>Maps their paths.</summary>
    public static void Map(WebApplication app)
    {
        var did = app.Services.GetRequiredService<DidTalks>();
        var talks = app.MapGroup("/did");
        talks.MapPost("/images", context => did.UploadAsync(context, "image"));
        talks.MapPost("/audios", context => did.UploadAsync(context, "audio"));
        talks.MapPost("/talks", did.CreateAsync);
        talks.MapGet("/talks", did.ListAsync);
        talks.MapGet("/talks/{id}", (HttpContext context, string id) => did.GetAsync(context, id));
        talks.MapGet("/credits", did.CreditsAsync);

        var heyGen = app.Services.GetRequiredService<HeyGenVideos>();
        var videos = app.MapGroup("/heygen");
        videos.MapPost("/v1/talking_photo", heyGen.UploadPhotoAsync);
        videos.MapPost("/v1/asset", heyGen.UploadAssetAsync);
        videos.MapPost("/v2/video/generate", heyGen.GenerateAsync);
        videos.MapGet("/v1/video_status.get", heyGen.StatusAsync);
        videos.MapGet("/v1/video.list", heyGen.ListAsync);
        videos.MapGet("/v2/user/remaining_quota", heyGen.QuotaAsync);
    }
}

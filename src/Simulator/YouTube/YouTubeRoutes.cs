namespace FunctionsPipeline.Simulator.YouTube;

/// <summary>Where YouTube is imitated, and by what.</summary>
internal static class YouTubeRoutes
{
    /// <summary>Its name in fault files.</summary>
    public const string Provider = "youtube";

    /// <summary>Registers what serves it.</summary>
    public static void AddServices(IServiceCollection services) => services
        .AddSingleton<YouTubeDoor>()
        .AddSingleton<YouTubeQuota>()
        .AddSingleton<YouTubeVideos>()
        .AddSingleton<YouTubeUploads>();

    /// <summary>Maps its paths.</summary>
    public static void Map(WebApplication app)
    {
        var uploads = app.Services.GetRequiredService<YouTubeUploads>();
        var videos = app.Services.GetRequiredService<YouTubeVideos>();
        var youtube = app.MapGroup("/youtube");
        youtube.MapPost("/token", app.Services.GetRequiredService<YouTubeDoor>().TokenAsync);
        youtube.MapPost("/upload/youtube/v3/videos", uploads.StartAsync);
        youtube.MapPut("/upload/youtube/v3/videos", uploads.PutAsync);
        youtube.MapPost("/upload/youtube/v3/thumbnails/set", videos.ThumbnailAsync);
        youtube.MapGet("/youtube/v3/channels", videos.ChannelAsync);
        youtube.MapGet("/youtube/v3/playlistItems", videos.UploadsAsync);
        youtube.MapGet("/youtube/v3/videos", videos.VideosAsync);
        youtube.MapPut("/youtube/v3/videos", videos.UpdateAsync);
    }
}

namespace FunctionsPipeline.Simulator.X;

/// <summary>Where X is imitated.</summary>
internal static class XRoutes
{
    /// <summary>Registers what serves it.</summary>
    public static void AddServices(IServiceCollection services) => services
        .AddSingleton<XErrors>()
        .AddSingleton<XRateWindow>()
        .AddSingleton<XMedia>()
        .AddSingleton<XPosting>()
        .AddSingleton<XSearch>();

    /// <summary>Maps its paths.</summary>
    public static void Map(WebApplication app)
    {
        var media = app.Services.GetRequiredService<XMedia>();
        var posting = app.Services.GetRequiredService<XPosting>();
        var x = app.MapGroup("/x/2");
        x.MapGet("/tweets/search/recent", app.Services.GetRequiredService<XSearch>().SearchAsync);
        x.MapPost("/tweets", posting.CreateAsync);
        x.MapGet("/users/me", posting.MeAsync);
        x.MapGet("/users/{id}/tweets", (HttpContext context, string id) => posting.ListAsync(context, id));
        x.MapPost("/media/upload/initialize", media.InitializeAsync);
        x.MapPost("/media/upload/{id}/append", (HttpContext context, string id) => media.AppendAsync(context, id));
        x.MapPost("/media/upload/{id}/finalize", (HttpContext context, string id) => media.FinalizeAsync(context, id));
        x.MapGet("/media/upload", media.StatusAsync);
    }
}

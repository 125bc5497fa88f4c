namespace FunctionsPipeline.Simulator.X;

/// <summary>Where X is imitated.</summary>
internal static class XRoutes
{
    /// <summary>Registers what serves it.</summary>
    public static void AddServices(IServiceCollection services) => services
        .AddSingleton<XErrors>()
        .AddSingleton<XRateWindow>()
        .AddSingleton<XSearch>();

    /// <summary>Maps its paths.</summary>
    public static void Map(WebApplication app) => app.MapGet("/x/2/tweets/search/recent", app.Services.GetRequiredService<XSearch>().SearchAsync);
}

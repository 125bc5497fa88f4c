namespace FunctionsPipeline.Simulator.ElevenLabs;

/// <summary>Where ElevenLabs is imitated.</summary>
internal static class ElevenLabsRoutes
{
    /// <summary>Registers what serves it.</summary>
    public static void AddServices(IServiceCollection services) => services.AddSingleton<ElevenLabsSpeech>().AddSingleton<ElevenLabsHistory>();

    /// <summary>Maps its paths.</summary>
    public static void Map(WebApplication app)
    {
        var speech = app.Services.GetRequiredService<ElevenLabsSpeech>();
        var group = app.MapGroup("/elevenlabs");
        group.MapPost("/v1/text-to-speech/{voice}", (HttpContext context, string voice) => speech.SpeakAsync(context, voice, withTimes: false));
        group.MapPost("/v1/text-to-speech/{voice}/with-timestamps", (HttpContext context, string voice) => speech.SpeakAsync(context, voice, withTimes: true));
        group.MapGet("/v2/voices", speech.VoicesAsync);

        var history = app.Services.GetRequiredService<ElevenLabsHistory>();
        group.MapGet("/v1/history", history.ListAsync);
        group.MapGet("/v1/history/{id}", (HttpContext context, string id) => history.GetAsync(context, id));
        group.MapGet("/v1/history/{id}/audio", (HttpContext context, string id) => history.AudioAsync(context, id));
    }
}

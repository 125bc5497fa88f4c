using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>The endpoints of OpenAI and of a server of one's own that imitates it.</summary>
internal static class OpenAiRoutes
{
    // Any past moment serves; clients do not look at it.
    private const long CreatedUnixSeconds = 1_767_225_600;

    private static readonly string[] OwnModels = ["own-model", "own-embedding-model"];

    /// <summary>Maps both.</summary>
    public static void Map(WebApplication app)
    {
        Map(app, OpenAiAccount.OpenAi);
        Map(app, OpenAiAccount.Compatible);
    }

    private static void Map(WebApplication app, OpenAiAccount account)
    {
        var services = app.Services;
        var door = new OpenAiDoor(account, services.GetRequiredService<RateLimiter>());
        var intake = services.GetRequiredService<Intake>();
        var prices = services.GetRequiredService<PriceList>();
        var wait = services.GetRequiredService<CallWait>();
        var clock = services.GetRequiredService<TimeProvider>();

        var group = app.MapGroup($"/{account.Provider}/v1");
        group.MapGet("/models", context => ListAsync(context, account, door));
        group.MapPost("/chat/completions", new OpenAiChat(account, door, intake, prices, wait, clock).SubmitAsync);
        if (!account.IsOwnServer)
        {
            var stored = new OpenAiStoredChat(account, door, services.GetRequiredService<ListedCalls>());
            group.MapGet("/chat/completions", stored.ListAsync);
            group.MapGet("/chat/completions/{id}", (HttpContext context, string id) => stored.GetAsync(context, id));
        }

        group.MapPost("/images/generations", new OpenAiImages(account, door, intake, prices, wait, clock).SubmitAsync);
        group.MapPost("/audio/speech", new OpenAiSpeech(account, door, intake, prices, wait).SubmitAsync);
        group.MapPost("/embeddings", new OpenAiEmbeddings(account, door, intake, prices, wait).SubmitAsync);
    }

    private static async Task ListAsync(HttpContext context, OpenAiAccount account, OpenAiDoor door)
    {
        if (await door.KeyIdAsync(context) is null) return;
        IEnumerable<string> names = account.IsOwnServer ? OwnModels : [.. OpenAiChat.Models, .. OpenAiImageOrder.Models, .. OpenAiEmbeddingOrder.Models, .. OpenAiSpeechOrder.Models];
        var models = names.Select(name => new OpenAiModel(name, "model", CreatedUnixSeconds, account.IsOwnServer ? "library" : "system"));
        await Reply.WriteAsync(context, 200, new OpenAiModelList("list", [.. models]), OpenAiJson.Default.OpenAiModelList);
    }
}

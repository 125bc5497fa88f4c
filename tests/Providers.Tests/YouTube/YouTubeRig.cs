using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Providers.YouTube;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.YouTube;

/// <summary>A channel with short pauses, a video that is fine, and a server that hands out tokens besides what a test lets it answer.</summary>
internal static class YouTubeRig
{
    public const string ClientSecret = "GOCSPX-client-secret-0123";
    public const string RefreshToken = "1//refresh-token-0123456789";

    public static readonly VideoPublication Video = new() { Title = "A fox & a contract", Description = "Two minutes of it", Tags = ["fox", "short film"], RunTag = "fp-0123456789ab" };

    public static YouTubeProvider Provider(Uri url, TimeProvider? clock = null, RecordingLoggers? loggers = null, bool isAudited = false) => new(
        new YouTubeOptions("client-id", ClientSecret, RefreshToken) { BaseUrl = url, TokenUrl = new Uri(url, "oauth"), ProjectIsAudited = isAudited, Http = Rig.Quick },
        clock ?? TimeProvider.System,
        new Random(1),
        loggers ?? new RecordingLoggers());

    /// <summary>Tokens "token-1", "token-2" and so on.</summary>
    public static Task<TestServer> StartAsync(params RequestDelegate[] answers)
    {
        var tokens = 0;
        var answer = Answers.InTurn(answers);
        return TestServer.StartAsync(context => context.Request.Path == "/oauth/token"
            ? context.AnswerAsync(200, $$"""{"access_token":"token-{{++tokens}}","expires_in":3599,"token_type":"Bearer"}""")
            : answer(context));
    }

    public static RequestDelegate Incomplete(string? range) => context =>
    {
        if (range is not null) context.Response.Headers["Range"] = range;
        return context.AnswerAsync(308);
    };

    public static IReadOnlyList<SeenRequest> ApiRequests(this TestServer server) => [.. server.Seen.Where(request => request.Path != "/oauth/token")];
}

using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.Http;

/// <summary>A provider that echoes everything it gets, in every kind of failure: no key may come through, nor the prompt of a submit.</summary>
public sealed class PlantedKeyTests
{
    private const string Prompt = "The planted prompt: a fox in a tuxedo signs a contract";

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Neither_key_nor_prompt_shows_up_in_messages_or_logs(int status)
    {
        await using var server = await TestServer.StartAsync(context => EchoAsync(context, status));
        await CheckAsync(server.Url);
    }

    [Fact]
    public async Task Nor_when_the_connection_breaks()
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await CheckAsync(server.Url);
    }

    [Fact]
    public async Task Nor_when_nobody_is_there()
    {
        await using var server = await TestServer.StartAsync(200);
        var url = server.Url;
        await server.DisposeAsync();
        await CheckAsync(url);
    }

    private static async Task CheckAsync(Uri url)
    {
        var loggers = new RecordingLoggers();
        using var xai = Rig.Xai(url, loggers: loggers);
        using var fal = Rig.Fal(url, loggers: loggers);

        var submits = await TextsOfAsync(
            loggers, () => xai.SubmitAsync(Rig.XaiClip with { Prompt = Prompt }), () => fal.SubmitAsync(Rig.FalClip with { Prompt = Prompt }));
        var polls = await TextsOfAsync(loggers, () => xai.StatusAsync(), () => fal.StatusAsync());

        foreach (var text in submits) text.ShouldNotContain("fox in a tuxedo");
        foreach (var text in submits.Concat(polls))
        {
            text.ShouldNotContain(Rig.XaiKey);
            text.ShouldNotContain(Rig.FalKey);
            text.ShouldNotContain("5e6f7a8b9c-secret");
        }
    }

    /// <summary>All that a person or a file can get to see of these failures.</summary>
    private static async Task<IReadOnlyList<string>> TextsOfAsync(RecordingLoggers loggers, params Func<Task>[] operations)
    {
        var texts = new List<string>();
        foreach (var operation in operations)
        {
            var exception = await Should.ThrowAsync<ProviderException>(operation);
            texts.AddRange([exception.ToString(), exception.Failure.ToString(), exception.Failure.Describe()]);
        }

        loggers.Lines.ShouldNotBeEmpty();
        texts.AddRange(loggers.Lines);
        loggers.Lines.Clear();
        return texts;
    }

    private static Task EchoAsync(HttpContext context, int status)
    {
        var key = context.Request.Headers.Authorization.ToString();
        return context.AnswerAsync(status, $$$"""{"error":{"message":"You sent {{{key}}} and: {{{Prompt}}}","code":"{{{key}}}"}}""");
    }
}

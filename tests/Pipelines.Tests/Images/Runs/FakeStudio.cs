using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.Pipelines.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Pipelines.Tests.Images.Runs;

/// <summary>
/// A server of OpenAI's form on a free loopback port: paints, judges and improves. An image is worth more the more often its prompt says
/// "better"; the improver adds one of these. What it did is written down, and every answer can be replaced.
/// </summary>
internal sealed partial class FakeStudio : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _promptOfImage = new(StringComparer.Ordinal);
    private int _painted;

    private FakeStudio(WebApplication app)
    {
        _app = app;
        app.Run(AnswerAsync);
    }

    public Uri Url => new(_app.Urls.Single() + "/v1");

    /// <summary>Prompts of the images that were ordered.</summary>
    public ConcurrentQueue<string> Ordered { get; } = new();

    /// <summary>Questions about images.</summary>
    public ConcurrentQueue<string> Judged { get; } = new();

    /// <summary>Questions for better prompts.</summary>
    public ConcurrentQueue<string> Improved { get; } = new();

    /// <summary>The picture of a prompt; null refuses it.</summary>
    public Func<string, int, byte[]?> Paint { get; set; } = (_, number) => PaintedPng.Of(number);

    /// <summary>What the judge says of a prompt's image, as JSON.</summary>
    public Func<string, string> Judge { get; set; } = prompt => Evaluation(0.5 + (0.15 * Betters(prompt)));

    /// <summary>The better prompt, as JSON.</summary>
    public Func<string, string> Improve { get; set; } = prompt => JsonSerializer.Serialize(new { prompt = prompt + ", better" });

    public static async Task<FakeStudio> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var studio = new FakeStudio(builder.Build());
        await studio._app.StartAsync();
        return studio;
    }

    /// <summary>An evaluation in which sharpness and noise fail below 0.8.</summary>
    public static string Evaluation(double score)
    {
        score = Math.Min(score, 0.95);
        return JsonSerializer.Serialize(new
        {
            score,
            checks = ImageRequests.Checks.Select(name => new
            {
                name,
                score = name is "sharpness" or "noise" ? score : 0.9,
                passed = name is not ("sharpness" or "noise") || score >= 0.8,
                comment = $"about the {name}",
            }),
        });
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var answer = context.Request.Path.Value!.EndsWith("/images/generations", StringComparison.Ordinal) ? Image(body.RootElement) : Chat(body.RootElement);
        context.Response.ContentType = "application/json";
        if (answer is null) context.Response.StatusCode = 400;
        await context.Response.WriteAsync(answer ?? """{"error":{"message":"Blocked by the safety system.","code":"moderation_blocked","type":"image_generation_user_error"}}""");
    }

    private string? Image(JsonElement body)
    {
        var prompt = body.GetProperty("prompt").GetString()!;
        Ordered.Enqueue(prompt);
        if (Paint(prompt, Interlocked.Increment(ref _painted)) is not { } file) return null;
        _promptOfImage[Convert.ToHexString(SHA256.HashData(file))] = prompt;
        return JsonSerializer.Serialize(new { created = 1, data = new[] { new { b64_json = Convert.ToBase64String(file) } } });
    }

    private string Chat(JsonElement body)
    {
        var content = body.GetProperty("messages").EnumerateArray().Last().GetProperty("content");
        var parts = content.ValueKind == JsonValueKind.Array ? content.EnumerateArray().ToList() : [];
        var text = content.ValueKind == JsonValueKind.String ? content.GetString()! : parts.First(part => part.GetProperty("type").GetString() == "text").GetProperty("text").GetString()!;
        var picture = parts.FirstOrDefault(part => part.GetProperty("type").GetString() == "image_url");
        (picture.ValueKind == JsonValueKind.Undefined ? Improved : Judged).Enqueue(text);
        var answer = picture.ValueKind == JsonValueKind.Undefined ? Improve(Marked().Match(text).Groups[1].Value) : Judge(PromptOf(picture));
        return JsonSerializer.Serialize(new
        {
            id = "chat-1",
            choices = new[] { new { finish_reason = "stop", message = new { role = "assistant", content = answer } } },
            usage = new { prompt_tokens = Encoding.UTF8.GetByteCount(text) / 4, completion_tokens = 100 },
        });
    }

    private string PromptOf(JsonElement picture)
    {
        var url = picture.GetProperty("image_url").GetProperty("url").GetString()!;
        var file = Convert.FromBase64String(url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        return _promptOfImage[Convert.ToHexString(SHA256.HashData(file))];
    }

    private static int Betters(string prompt) => Better().Count(prompt);

    [GeneratedRegex("<prompt>(.*?)</prompt>(?!.*<prompt>)", RegexOptions.Singleline | RegexOptions.RightToLeft)]
    private static partial Regex Marked();

    [GeneratedRegex("better")]
    private static partial Regex Better();
}

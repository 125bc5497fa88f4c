using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.X;

/// <summary>Posts of an account with a video: media in chunks, one post, the list of what the account posted.</summary>
internal sealed class XPostPublisher(AuthorizedHttp http) : IPostPublisher
{
    private const int ChunkLength = 4 << 20;
    private const int PageSize = 100;
    private const int PagesMax = 5;

    private string? _accountId;

    public string ProviderId => XProvider.Id;

    public int ChunkBytes => ChunkLength;

    public IReadOnlyList<string> Validate(PostPublication post, long mediaBytes) => XPostRules.Check(post, mediaBytes);

    public Uri UrlOf(string postId) => new("https://x.com/i/status/" + RequestIds.Escape(postId));

    public async Task<string> StartMediaAsync(string mediaType, long lengthBytes, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("media start", "/2/media/upload/initialize");
        var body = new JsonObject { ["media_type"] = mediaType, ["media_category"] = "tweet_video", ["total_bytes"] = lengthBytes };
        var reply = await http.SendAsync(HttpMethod.Post, call, () => new SingleUseContent(body), cancellationToken);
        return DataOf(call, reply).Text("id") is { } id && RequestIds.IsSafe(id) ? id : throw Odd(call, reply, "the answer names no media");
    }

    public async Task AppendMediaAsync(string mediaId, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("media chunk", $"/2/media/upload/{RequestIds.Escape(mediaId)}/append");
        var reply = await http.SendAsync(HttpMethod.Post, call, () => Form(number, bytes), cancellationToken);
        if (ProblemOf(reply) is { } problem) throw Odd(call, reply, problem);
    }

    public async Task<PostMedia> FinishMediaAsync(string mediaId, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("media end", $"/2/media/upload/{RequestIds.Escape(mediaId)}/finalize");
        var reply = await http.SendAsync(HttpMethod.Post, call, null, cancellationToken);
        return MediaOf(DataOf(call, reply));
    }

    public async Task<PostMedia?> GetMediaAsync(string mediaId, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("media status", $"/2/media/upload?media_id={RequestIds.Escape(mediaId)}&command=STATUS") { IsAnswer = static status => status == 404 };
        var reply = await http.SendAsync(HttpMethod.Get, call, null, cancellationToken);
        return reply.Status == 404 ? null : MediaOf(DataOf(call, reply));
    }

    public async Task<string> CreatePostAsync(PostPublication post, string mediaId, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("post", "/2/tweets") { Prompt = post.Text };
        var body = new JsonObject
        {
            ["text"] = post.LabelledText,
            ["media"] = new JsonObject { ["media_ids"] = new JsonArray(mediaId) },
            ["made_with_ai"] = true,
        };
        var reply = await SendPaidAsync(HttpMethod.Post, call, () => new SingleUseContent(body), cancellationToken);

        // A good status may bring problems beside the post, or in place of it. In place of it, nobody knows: the list of posts does.
        return reply.Body?.Object("data")?.Text("id") is { } id && RequestIds.IsSafe(id)
            ? id
            : throw Odd(call, reply, ProblemOf(reply) ?? "the answer names no post", MoneySpent.Maybe);
    }

    public int OwnPostsReadMax => PagesMax * PageSize;

    public async Task<OwnPosts> FindOwnAsync(string runTag, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var profiles = _accountId is null ? 1 : 0;
        _accountId ??= await AccountIdAsync(cancellationToken);
        var found = new List<string>();
        var read = 0;
        string? token = null;
        for (var page = 0; page < PagesMax; page++)
        {
            var from = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var path = $"/2/users/{RequestIds.Escape(_accountId)}/tweets?max_results={PageSize}&start_time={Uri.EscapeDataString(from)}"
                + (token is null ? "" : "&pagination_token=" + Uri.EscapeDataString(token));
            var call = new ProviderCall("post list", path);
            var reply = await SendPaidAsync(HttpMethod.Get, call, null, cancellationToken);
            if (reply.Body is not { } body || XPage.Read(body) is not { } posts) throw Odd(call, reply, ProblemOf(reply) ?? "the answer has neither posts nor a count of them", MoneySpent.Maybe);
            read += posts.Posts.Count;
            found.AddRange(posts.Posts.Where(post => post.Text.Contains(runTag, StringComparison.Ordinal)).Select(post => post.Id));
            token = posts.NextToken;
            if (token is null) break;
        }

        found.Reverse();
        return new OwnPosts(found, read, profiles);
    }

    /// <summary>Sends once what costs money when it arrives, and says so when nobody knows whether it did.</summary>
    private async Task<ProviderReply> SendPaidAsync(HttpMethod method, ProviderCall call, Func<SingleUseContent>? content, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(method, call, content, cancellationToken);
        }
        catch (ProviderException exception) when (exception.Failure.MayHaveArrived)
        {
            throw new ProviderException(exception.Failure with { MoneySpent = MoneySpent.Maybe }, exception);
        }
    }

    private async Task<string> AccountIdAsync(CancellationToken cancellationToken)
    {
        var call = new ProviderCall("account", "/2/users/me");
        var reply = await SendPaidAsync(HttpMethod.Get, call, null, cancellationToken);
        return DataOf(call, reply).Text("id") is { } id && RequestIds.IsSafe(id) ? id : throw Odd(call, reply, "the answer names no account");
    }

    /// <summary>A form of two parts, written by hand because the body must be sent once and be countable.</summary>
    private static SingleUseContent Form(int number, ReadOnlyMemory<byte> bytes)
    {
        // Not to be found in a video by chance.
        const string Boundary = "functions-pipeline-7d0f3c1e9a5b4286";
        var head = Encoding.ASCII.GetBytes(
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n{number.ToString(CultureInfo.InvariantCulture)}\r\n"
            + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"chunk\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        var tail = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");
        var body = new byte[head.Length + bytes.Length + tail.Length];
        head.CopyTo(body, 0);
        bytes.CopyTo(body.AsMemory(head.Length));
        tail.CopyTo(body, head.Length + bytes.Length);
        return new SingleUseContent(body, MediaTypeHeaderValue.Parse("multipart/form-data; boundary=" + Boundary));
    }

    private static PostMedia MediaOf(JsonElement data)
    {
        // Without a word about processing, there is none to wait for.
        if (data.Object("processing_info") is not { } processing) return new PostMedia(PostMediaState.Ready, null, null);
        var wait = processing.Number("check_after_secs") is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 600)) : (TimeSpan?)null;
        return processing.Text("state") switch
        {
            "succeeded" => new PostMedia(PostMediaState.Ready, null, null),
            "failed" => new PostMedia(PostMediaState.Failed, null, processing.Object("error")?.Text("message") ?? processing.Object("error")?.Text("name") ?? "no reason given"),
            _ => new PostMedia(PostMediaState.Running, wait, null),
        };
    }

    private JsonElement DataOf(ProviderCall call, ProviderReply reply) => reply.Body?.Object("data") ?? throw Odd(call, reply, ProblemOf(reply) ?? "the answer holds no data");

    private static string? ProblemOf(ProviderReply reply)
    {
        var first = reply.Body?.Array("errors")?.EnumerateArray().FirstOrDefault();
        return first is { ValueKind: JsonValueKind.Object } error ? error.Text("detail") ?? error.Text("message") ?? error.Text("title") ?? "no reason given" : null;
    }

    private ProviderException Odd(ProviderCall call, ProviderReply reply, string message, MoneySpent moneySpent = MoneySpent.No) =>
        http.Http.Unexpected(call, reply, message, moneySpent);
}

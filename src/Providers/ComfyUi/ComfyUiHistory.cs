using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.ComfyUi;

/// <summary>What a ComfyUI server remembers of an order, and the files that came of it.</summary>
internal sealed class ComfyUiHistory(ProviderHttp http)
{
    /// <summary>A workflow may save every step; more files than these are a mistake in it.</summary>
    private const int FilesMax = 64;

    private sealed record OutputFile(string Name, string Folder, string Kind);

    /// <summary>The images of an order; null while it waits or runs.</summary>
    /// <exception cref="ProviderException">It failed, is not known any more, or could not be asked for.</exception>
    public async Task<ImageReply?> GetAsync(string requestId, CancellationToken cancellationToken)
    {
        var call = Question("image status", "/history/" + RequestIds.Escape(requestId));
        if (await EntryAsync(call, requestId, cancellationToken) is not { } entry)
        {
            if (await IsQueuedAsync(requestId, cancellationToken)) return null;

            // It may have ended between the two questions.
            if (await EntryAsync(call, requestId, cancellationToken) is not { } late)
            {
                throw http.Failed(
                    call, ProviderErrorCode.GenerationExpired,
                    "the server knows the order neither as waiting nor as done: it was restarted, or its history was cleared", MoneySpent.No);
            }

            entry = late;
        }

        if (ProblemOf(entry) is { } problem) throw http.Failed(call, ProviderErrorCode.GenerationFailed, problem, MoneySpent.No);
        var files = FilesOf(entry);
        if (files.Count == 0)
        {
            throw http.Failed(
                call, ProviderErrorCode.GenerationFailed,
                "the order ended without files: its workflow saves none, or the server kept those of an equal order; use another seed", MoneySpent.No);
        }

        var images = new List<GeneratedImage>();
        foreach (var file in files) images.Add(await FetchAsync(file, cancellationToken));
        return new ImageReply(images, 0) { Id = requestId };
    }

    private async Task<JsonElement?> EntryAsync(ProviderCall call, string requestId, CancellationToken cancellationToken)
    {
        var reply = await http.GetAsync(call, cancellationToken);
        var body = reply.Body ?? throw http.Unexpected(call, reply, "the history is empty", MoneySpent.No);
        return body.ValueKind == JsonValueKind.Object
            ? body.Object(requestId)
            : throw http.Unexpected(call, reply, "the history is no object", MoneySpent.No);
    }

    private async Task<bool> IsQueuedAsync(string requestId, CancellationToken cancellationToken)
    {
        var call = Question("image queue", "/queue");
        var reply = await http.GetAsync(call, cancellationToken);
        if (reply.Body?.Array("queue_running") is not { } running || reply.Body?.Array("queue_pending") is not { } waiting)
        {
            throw http.Unexpected(call, reply, "the queue has no lists", MoneySpent.No);
        }

        // An entry is a list: its number, the id, the workflow and more.
        return running.EnumerateArray().Concat(waiting.EnumerateArray())
            .Any(entry => entry.ValueKind == JsonValueKind.Array && entry.EnumerateArray().Skip(1).FirstOrDefault().ToString() == requestId);
    }

    private async Task<GeneratedImage> FetchAsync(OutputFile file, CancellationToken cancellationToken)
    {
        var path = $"/view?filename={Uri.EscapeDataString(file.Name)}&subfolder={Uri.EscapeDataString(file.Folder)}&type={Uri.EscapeDataString(file.Kind)}";
        var call = Question("image download", path) with { Accept = "image/*", TakesImage = true };
        var reply = await http.GetAsync(call, cancellationToken);
        return new GeneratedImage(null, null) { File = reply.Image, Malformed = reply.Image is null ? reply.MalformedImage ?? "the file is no image" : null };
    }

    // Histories and queues hold the whole workflows again.
    private static ProviderCall Question(string operation, string path) => new(operation, path) { ReplyBytesMax = Limits.ImageReplyBytesMax };

    /// <summary>Why it failed; null when it did not. What goes wrong at run time shows only here.</summary>
    private static string? ProblemOf(JsonElement entry)
    {
        // Older servers have no status, and then only what succeeded has a history.
        if (entry.Object("status") is not { } status || status.Text("status_str") is null or "success") return null;
        foreach (var message in status.Array("messages")?.EnumerateArray().AsEnumerable() ?? [])
        {
            if (message.ValueKind != JsonValueKind.Array || message.GetArrayLength() < 2) continue;
            var (word, data) = (message[0].ToString(), message[1]);
            if (word == "execution_error") return $"{data.Text("node_type") ?? "a node"}: {data.Text("exception_message") ?? "no reason given"}";
            if (word == "execution_interrupted") return "it was interrupted on the server";
        }

        return $"it ended with '{status.Text("status_str")}'";
    }

    /// <summary>What was saved; previews only when nothing was.</summary>
    private static List<OutputFile> FilesOf(JsonElement entry)
    {
        if (entry.Object("outputs") is not { } outputs) return [];
        var files = outputs.EnumerateObject()
            .SelectMany(node => node.Value.Array("images")?.EnumerateArray().AsEnumerable() ?? [])
            .Where(image => image.Text("filename") is not null)
            .Select(image => new OutputFile(image.Text("filename")!, image.Text("subfolder") ?? "", image.Text("type") ?? "output"))
            .ToList();
        var saved = files.Where(file => file.Kind == "output").ToList();
        return [.. (saved.Count > 0 ? saved : files).Take(FilesMax)];
    }
}

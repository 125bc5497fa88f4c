using System.Collections.Concurrent;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Clips;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.TalkingHeads;
using Microsoft.Net.Http.Headers;

namespace FunctionsPipeline.Simulator.Downloads;

/// <summary>Hands out files: without a key, with Range and ETag, as storage hosts do; or badly, where the script says so.</summary>
internal sealed class FilesApi(CallBook book, ClipStore clips, HeadStore heads, FaultScript faults, FaultPlayer player, FaultyDownload faulty, TimeProvider clock)
{
    private const string HeadOperation = "talking-head";

    private readonly ConcurrentDictionary<string, Fault> _faultOf = new(StringComparer.Ordinal);

    /// <summary>GET /files/{provider}/{name}.</summary>
    public async Task DownloadAsync(HttpContext context)
    {
        if (FindCall(context, out var imageIndex) is not { } call)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var fault = FaultFor(context, call);
        if (fault is not null)
        {
            faults.CountPlayed(fault);
            call.NoteFault(FaultNames.Of(fault.Kind));
            if (!FaultyDownload.NeedsContent(fault))
            {
                await (fault.Kind == FaultKind.Hang ? player.PlayAsync(context, fault, StorageErrors.Instance) : faulty.PlayAsync(context, fault));
                return;
            }
        }

        var type = imageIndex is null ? "video/mp4" : call.Facts.IsJpeg ? "image/jpeg" : "image/png";
        await using var content = await OpenAsync(call, imageIndex, context.RequestAborted);
        if (fault is not null)
        {
            await faulty.PlayAsync(context, fault, content, type);
            return;
        }

        var tag = new EntityTagHeaderValue($"\"{call.Facts.RequestId}\"");
        await Results.Stream(content, type, enableRangeProcessing: true, entityTag: tag).ExecuteAsync(context);
    }

    private Call? FindCall(HttpContext context, out int? imageIndex)
    {
        imageIndex = null;
        var name = (string)context.GetRouteValue("name")!;
        var extension = Path.GetExtension(name);
        var id = Path.GetFileNameWithoutExtension(name);
        if (extension is ".png" or ".jpg")
        {
            var dash = id.LastIndexOf('-');
            if (dash < 0 || !int.TryParse(id.AsSpan(dash + 1), out var index)) return null;
            imageIndex = index;
            id = id[..dash];
        }

        var call = book.Find(id);
        var isThere = call is not null
            && call.Facts.Provider == (string)context.GetRouteValue("provider")!
            && call.StateAt(clock.GetUtcNow()) == CallState.Done
            && (imageIndex is null ? extension == ".mp4" && call.Facts.Operation is "video" or HeadOperation : HasImage(call.Facts, imageIndex.Value, extension));
        return isThere ? call : null;
    }

    private static bool HasImage(CallFacts facts, int index, string extension) =>
        index < facts.ImageCount && extension == (facts.IsJpeg ? ".jpg" : ".png");

    // A fault stays with a file for as many downloads as it says, counted from the first; so a client that comes back can see it pass.
    private Fault? FaultFor(HttpContext context, Call call)
    {
        if (faults.IsEmpty || !HttpMethods.IsGet(context.Request.Method)) return null;
        var number = call.CountDownload();
        var facts = call.Facts;
        if (number == 1 && faults.OnTheWay(FaultOperation.Download, facts.Provider, new Draw(facts.Seed).For("download")) is { } drawn)
        {
            _faultOf[facts.RequestId] = drawn;
        }

        return _faultOf.TryGetValue(facts.RequestId, out var fault) && (fault.Times is null || number <= fault.Times) ? fault : null;
    }

    private async Task<Stream> OpenAsync(Call call, int? imageIndex, CancellationToken cancellationToken)
    {
        if (imageIndex is { } index) return new MemoryStream(StillImage.Render(call.Facts, index), writable: false);
        return call.Facts.Operation == HeadOperation
            ? await heads.OpenAsync(call.Facts, cancellationToken)
            : await clips.OpenAsync(clips.PlanFor(call.Facts), cancellationToken);
    }
}

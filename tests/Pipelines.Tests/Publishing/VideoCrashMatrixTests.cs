using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>
/// A video is published by a process that ends at one point; a second one goes on. Every point of the protocol, before and after each input and
/// output, times every way in which a request can go wrong. The points are found by running, so a new one is in by itself.
/// </summary>
public sealed class VideoCrashMatrixTests
{
    private readonly PublishedFile _file = new();
    private static readonly string[] Requests = ["start", "chunk", "last chunk", "query", "get", "thumbnail", "visibility", "list"];

    /// <summary>Named cases, so that a failing one says what it is.</summary>
    private static readonly Dictionary<string, PlannedFault[]> Cases = AllCases();

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Whatever_ends_the_process_there_is_never_a_second_video_and_one_where_somebody_can_tell(string name)
    {
        var points = Play(name, endsAtPoint: null);
        points.ShouldContain("before session start");
        points.ShouldContain("after chunk");
        points.ShouldContain("before write publications publication");
        for (var point = 0; point < points.Count; point++) Play(name, point);
    }

    private static Dictionary<string, PlannedFault[]> AllCases()
    {
        var cases = new Dictionary<string, PlannedFault[]>(StringComparer.Ordinal) { ["all replies come"] = [], ["listing lags, all replies come"] = [] };
        foreach (var request in Requests)
        {
            // These two are sent only after something else went wrong.
            PlannedFault[] before = request switch
            {
                "query" => [new PlannedFault("chunk", 2, RemoteFault.ReplyLost)],
                "list" => [new PlannedFault("last chunk", 1, RemoteFault.DoneThenExpires)],
                _ => [],
            };
            foreach (var fault in new[] { RemoteFault.ErrorBefore, RemoteFault.ErrorAfter, RemoteFault.ReplyLost, RemoteFault.RateLimited })
            {
                cases[$"{request}: {fault}"] = [.. before, new PlannedFault(request, 1, fault)];
            }
        }

        cases["session expires before the second chunk"] = [new PlannedFault("chunk", 2, RemoteFault.SessionExpires)];
        cases["session expires twice"] = [new PlannedFault("chunk", 2, RemoteFault.SessionExpires), new PlannedFault("chunk", 4, RemoteFault.SessionExpires)];
        cases["second chunk arrives, then the session expires"] = [new PlannedFault("chunk", 2, RemoteFault.DoneThenExpires)];
        cases["session expires when all is there"] = [new PlannedFault("last chunk", 1, RemoteFault.DoneThenExpires)];
        cases["listing lags, session expires when all is there"] = [new PlannedFault("last chunk", 1, RemoteFault.DoneThenExpires)];
        cases["session expires before the last byte"] = [new PlannedFault("last chunk", 1, RemoteFault.SessionExpires)];
        cases["offset behind"] = [new PlannedFault("chunk", 2, RemoteFault.KeepsLess)];
        cases["offset back to nothing"] = [new PlannedFault("chunk", 2, RemoteFault.KeepsNothing)];
        cases["offset ahead of the row"] = [new PlannedFault("chunk", 2, RemoteFault.ErrorAfter), new PlannedFault("query", 1, RemoteFault.ReplyLost)];
        return cases;
    }

    private IReadOnlyList<string> Play(string name, int? endsAtPoint)
    {
        var all = new PublishingWorld(_file);
        var channel = new HonestChannel(all.Clock, Cases[name]) { ListingLag = name.StartsWith("listing lags", StringComparison.Ordinal) ? TimeSpan.FromMinutes(20) : TimeSpan.Zero };
        var order = all.VideoOrder;

        // Others of the same title, older and not ours.
        channel.Videos.Add(new HonestChannel.Video("stranger", order.Video with { RunTag = "fp-000000000000" }, _file.Bytes, all.Clock.GetUtcNow()));
        channel.Videos.Add(new HonestChannel.Video("by-hand", order.Video with { RunTag = "" }, _file.Bytes, all.Clock.GetUtcNow()));
        var first = new ProcessLife(endsAtPoint);
        all.World.Run(async () =>
        {
            PublishAnswer answer;
            try
            {
                answer = await all.ToTheEndAsync(all.Videos(channel, first), order);
            }
            catch (ProcessEndedException)
            {
                answer = await all.ToTheEndAsync(all.Videos(channel, new ProcessLife(), "two"), order);
            }

            var because = $"{name}, ended {(endsAtPoint is { } end ? first.Points[end] : "nowhere")}";
            await JudgeAsync(all, channel, order, answer, isCrashed: endsAtPoint is not null, name, because);
        });
        return first.Points;
    }

    private async Task JudgeAsync(PublishingWorld all, HonestChannel channel, VideoOrder order, PublishAnswer answer, bool isCrashed, string name, string because)
    {
        var videos = channel.Videos.Where(video => video.Publication.RunTag == PublishingWorld.VideoKey.RunTag).ToList();
        var row = (await all.Store.GetAsync(PublishingWorld.VideoKey, default))!.Record;
        videos.Count.ShouldBeLessThanOrEqualTo(1, because);
        answer.State.ShouldBe(row.State, because);

        // The one case in which neither session nor list can answer: the session went with the last byte not taken.
        if (name == "session expires before the last byte" && videos.Count == 0) row.State.ShouldBe(PublicationState.Unknown, because);
        else row.State.ShouldBe(PublicationState.Done, because);
        if (row.State == PublicationState.Done)
        {
            var video = videos.ShouldHaveSingleItem(because);
            row.RemoteId.ShouldBe(video.Id, because);
            video.Bytes.ShouldBe(_file.Bytes, because);
            video.Thumbnail.ShouldNotBeNull(because);
            video.PublishAt.ShouldBe(order.Video.PublishAt, because);
            video.Publication.ContainsSyntheticMedia.ShouldBeTrue(because);
        }

        // A session that is gone takes its bytes with it; every other interruption costs a chunk at most.
        var chunkFaults = Cases[name].Count(fault => fault.Operation.EndsWith("chunk", StringComparison.Ordinal));
        var interruptions = chunkFaults + (isCrashed ? 1 : 0);
        var lostWithSessions = (long)_file.Bytes.Length * channel.SessionsExpired;
        if (Cases[name].Any(fault => fault.Fault == RemoteFault.KeepsNothing)) lostWithSessions += _file.Bytes.Length;
        channel.BytesReceived.ShouldBeLessThanOrEqualTo(_file.Bytes.Length + lostWithSessions + ((long)interruptions * PublishingWorld.ChunkBytes), because);
    }
}

using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>Several processes at once, each of which may end anywhere, with requests that take long and go wrong: never a second video or post.</summary>
public sealed class RandomScheduleTests
{
    private const int Schedules = 150;
    private static readonly string[] VideoRequests = ["start", "chunk", "last chunk", "query", "get", "thumbnail", "visibility", "list"];
    private static readonly string[] PostRequests = ["start", "append", "finish", "status", "post", "list"];

    [Fact]
    public void Never_a_second_video()
    {
        for (var seed = 1; seed <= Schedules; seed++)
        {
            var random = new Random(seed);
            var file = new PublishedFile();
            var all = new PublishingWorld(file);
            var channel = new HonestChannel(all.Clock, Faults(random, VideoRequests)) { ListingLag = TimeSpan.FromMinutes(random.Next(40)) };
            var order = all.VideoOrder;
            Play(all, random, (life, owner, latency) => all.ToTheEndAsync(all.Videos(channel, life, owner, latency), order));

            var row = Row(all, PublishingWorld.VideoKey);
            channel.Videos.Count.ShouldBeLessThanOrEqualTo(1, $"seed {seed}");
            if (row.State == PublicationState.Done) channel.Videos.ShouldHaveSingleItem($"seed {seed}").Bytes.ShouldBe(file.Bytes);
            else row.State.ShouldBe(PublicationState.Unknown, $"seed {seed}");
            if (row.State == PublicationState.Unknown) channel.Videos.ShouldBeEmpty($"seed {seed}");
        }
    }

    [Fact]
    public void Never_a_second_post()
    {
        for (var seed = 1; seed <= Schedules; seed++)
        {
            var random = new Random(seed);
            var all = new PublishingWorld(new PublishedFile());
            var account = new HonestAccount(all.Clock, Faults(random, PostRequests)) { ListingLag = TimeSpan.FromMinutes(random.Next(40)) };
            Play(all, random, (life, owner, latency) => all.ToTheEndAsync(all.Posts(account, life, owner, latency), all.PostOrder));

            var row = Row(all, PublishingWorld.PostKey);
            account.Posts.Count.ShouldBeLessThanOrEqualTo(1, $"seed {seed}");
            if (row.State == PublicationState.Done) account.Posts.ShouldHaveSingleItem($"seed {seed}").Id.ShouldBe(row.RemoteId);
            else row.State.ShouldBe(PublicationState.Unknown, $"seed {seed}");
        }
    }

    private static PlannedFault[] Faults(Random random, string[] requests)
    {
        var kinds = new[] { RemoteFault.ErrorBefore, RemoteFault.ErrorAfter, RemoteFault.ReplyLost, RemoteFault.RateLimited };
        return [.. Enumerable.Range(0, random.Next(5)).Select(_ => new PlannedFault(requests[random.Next(requests.Length)], random.Next(1, 4), kinds[random.Next(kinds.Length)]))];
    }

    /// <summary>Three processes that may end, and one after them that does not. A request takes longer than a lease now and then.</summary>
    private static void Play(PublishingWorld all, Random random, Func<ProcessLife, string, Func<Task>, Task<PublishAnswer>> publish) => all.World.Run(async () =>
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async number =>
        {
            await all.World.Delay(TimeSpan.FromSeconds(random.Next(60)));
            try
            {
                await publish(new ProcessLife(random.Next(200)), $"process-{number}", Latency);
            }
            catch (ProcessEndedException)
            {
                // The others go on.
            }
        }));
        await publish(new ProcessLife(), "last", Latency);

        Task Latency() => all.World.Delay(random.Next(20) == 0 ? TimeSpan.FromMinutes(12) : TimeSpan.FromSeconds(random.Next(5)));
    });

    private static PublicationRecord Row(PublishingWorld all, PublicationKey key) => all.Store.GetAsync(key, default).GetAwaiter().GetResult()!.Record;
}

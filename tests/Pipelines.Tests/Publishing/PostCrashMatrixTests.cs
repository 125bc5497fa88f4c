using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>As <see cref="VideoCrashMatrixTests"/>, for a post: every point times every way in which a request can go wrong.</summary>
public sealed class PostCrashMatrixTests
{
    private readonly PublishedFile _file = new();
    private static readonly string[] Requests = ["start", "append", "finish", "status", "post", "list"];
    private static readonly Dictionary<string, PlannedFault[]> Cases = AllCases();

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Whatever_ends_the_process_there_is_never_a_second_post_and_one_that_is_there_is_found(string name)
    {
        var points = Play(name, endsAtPoint: null);
        points.ShouldContain("before post");
        points.ShouldContain("after post");
        for (var point = 0; point < points.Count; point++) Play(name, point);
    }

    private static Dictionary<string, PlannedFault[]> AllCases()
    {
        var cases = new Dictionary<string, PlannedFault[]>(StringComparer.Ordinal)
        {
            ["all replies come"] = [],
            ["media is gone when it is posted"] = [new PlannedFault("post", 1, RemoteFault.SessionExpires)],
            ["listing lags, reply of the post lost"] = [new PlannedFault("post", 1, RemoteFault.ReplyLost)],
        };
        foreach (var request in Requests)
        {
            PlannedFault[] before = request == "list" ? [new PlannedFault("post", 1, RemoteFault.ErrorAfter)] : [];
            foreach (var fault in new[] { RemoteFault.ErrorBefore, RemoteFault.ErrorAfter, RemoteFault.ReplyLost, RemoteFault.RateLimited })
            {
                cases[$"{request}: {fault}"] = [.. before, new PlannedFault(request, 1, fault)];
            }
        }

        return cases;
    }

    private IReadOnlyList<string> Play(string name, int? endsAtPoint)
    {
        var all = new PublishingWorld(_file);
        var account = new HonestAccount(all.Clock, Cases[name]) { ListingLag = name.StartsWith("listing lags", StringComparison.Ordinal) ? TimeSpan.FromMinutes(20) : TimeSpan.Zero };
        account.Posts.Add(new HonestAccount.Post("by-hand", all.PostOrder.Post.Text, [], all.Clock.GetUtcNow()));
        var first = new ProcessLife(endsAtPoint);
        all.World.Run(async () =>
        {
            PublishAnswer answer;
            try
            {
                answer = await all.ToTheEndAsync(all.Posts(account, first), all.PostOrder);
            }
            catch (ProcessEndedException)
            {
                answer = await all.ToTheEndAsync(all.Posts(account, new ProcessLife(), "two"), all.PostOrder);
            }

            var end = endsAtPoint is { } point ? first.Points[point] : null;
            await JudgeAsync(all, account, answer, name, end, $"{name}, ended {end ?? "nowhere"}");
        });
        return first.Points;
    }

    private async Task JudgeAsync(PublishingWorld all, HonestAccount account, PublishAnswer answer, string name, string? end, string because)
    {
        var posts = account.Posts.Where(post => post.Text.Contains(PublishingWorld.PostKey.RunTag, StringComparison.Ordinal)).ToList();
        var row = (await all.Store.GetAsync(PublishingWorld.PostKey, default))!.Record;
        posts.Count.ShouldBeLessThanOrEqualTo(1, because);
        answer.State.ShouldBe(row.State, because);
        if (posts.Count == 1)
        {
            // The list answers: what is there is found.
            row.State.ShouldBe(PublicationState.Done, because);
            row.RemoteId.ShouldBe(posts[0].Id, because);
            posts[0].Bytes.ShouldBe(_file.Bytes, because);
            posts[0].Text.ShouldContain("Made with AI", Case.Sensitive, because);
        }
        else
        {
            // Nothing is there: only because the post was written down and not sent, or sent and not taken.
            row.State.ShouldBe(PublicationState.Unknown, because);
            var neverTaken = name is "post: ErrorBefore" || end is not null;
            neverTaken.ShouldBeTrue(because);
        }

        var again = Cases[name].Count(fault => fault.Operation == "append") + (end is null ? 0 : 1);
        account.BytesReceived.ShouldBeLessThanOrEqualTo(((long)_file.Bytes.Length * account.MediaCount) + ((long)again * HonestAccount.Chunk), because);
        if (end is null && name is "all replies come") account.BytesReceived.ShouldBe(_file.Bytes.Length);
    }
}

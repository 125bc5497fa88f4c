using System.Text;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Tests.Comments;

/// <summary>What is read, what is left out, and what is refused before anything is paid.</summary>
public sealed class CommentsInputTests : IDisposable
{
    private const string Head = "pipeline: comments\ncandidates: ";
    private readonly CommentsWorld _world = new();

    public void Dispose() => _world.Dispose();

    public static TheoryData<string, string, string[]> BadFiles => new()
    {
        { "p.jsonl", "", ["there is no post"] },
        { "p.txt", "# nothing\n\n", ["there is no post"] },
        { "p.jsonl", "{\"text\": \"a\"}\n{\"text\": 7.5, \"followers\": \"many\"}\n", ["p.jsonl:2", "followers: the value is not allowed", "'many'", "a whole number from 0"] },
        { "p.jsonl", "{\"text\": \"a\"}\n{\"txt\": \"b\"}\n", ["p.jsonl:2", "txt: there is no such field; did you mean 'text'?", "text: the field is missing"] },
        { "p.jsonl", "{\"text\": \"a\", \"id\": \"x\"}\n{\"text\": \"b\", \"id\": \"X\"}\n", ["p.jsonl:2", "id: the id is already that of the post in line 1", "'X'", "each id once"] },
        { "p.jsonl", "{\"text\": \"a\", \"id\": \"../../etc/passwd\"}\n", ["p.jsonl:1", "id: the value is not allowed", "../../etc/passwd"] },
        { "p.jsonl", "{\"text\": \"a\", \"id\": \"\"}\n", ["p.jsonl:1", "id: the value is not allowed"] },
        { "p.jsonl", "{\"text\": \"a\", \"id\": \"con/<script>\"}\n", ["p.jsonl:1", "id: the value is not allowed"] },
        { "p.jsonl", "{\"text\": [\"a\"]}\n", ["p.jsonl:1", "text: the value is not allowed", "a list"] },
        { "p.jsonl", "{\"text\": \"\"}\n", ["p.jsonl:1", "text: the value is not allowed", "text of 1 to 65536 characters"] },
        { "p.jsonl", "\"  \"\n", ["p.jsonl:1", "the post is not allowed", "text of 1 to 65536 characters"] },
        { "p.jsonl", "\"a\\u0000b\"\n", ["p.jsonl:1", "the post is not allowed"] },
        { "p.jsonl", "{\"text\": \"a\", \"createdAt\": \"yesterday\"}\n", ["p.jsonl:1", "createdAt: the value is not allowed", "'yesterday'", "2026-11-26T08:30:00Z"] },
        { "p.jsonl", "{\"text\": \"a\", \"createdAt\": \"2026-11-26T08:30:00\"}\n", ["createdAt: the value is not allowed"] },
        { "p.jsonl", "{\"text\": \"a\", \"followers\": -1}\n", ["followers: the value is not allowed", "-1"] },
        { "p.jsonl", "{\"text\": \"a\"\n", ["p.jsonl:1", "JSON"] },
        { "p.jsonl", "7\n", ["p.jsonl:1"] },
        { "p.json", "{\"text\": \"a\"}", ["p.json"] },
        { "p.csv", "body,author\nhello,me\n", ["p.csv:1", "text"] },
        { "p.csv", "text,text\nhello,me\n", ["p.csv:2", "already given"] },
        { "p.csv", "text,followers\nhello,many\n", ["p.csv:2", "followers: the value is not allowed", "'many'"] },
        { "p.yaml", "- &a text\n- *a\n", ["p.yaml:1"] },
        { "p.yaml", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", ["p.yaml"] },
        { "p.yaml", "- [[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]\n", ["p.yaml"] },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_file_that_cannot_be_used_is_refused_with_place_and_reason(string name, string text, string[] parts)
    {
        _world.Write(name, text);

        await RefusedAsync(Head + name, parts);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', 0xE9, (byte)'\n' }, "the file is not UTF-8", "line 2")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "UTF-16", "")]
    public async Task A_file_that_is_not_utf8_is_refused(byte[] bytes, string message, string place)
    {
        _world.Write("p.txt", bytes);

        await RefusedAsync(Head + "p.txt", [message, place]);
    }

    [Theory]
    [InlineData("candidates: p.txt\n", "pipeline: the field is missing")]
    [InlineData("pipeline: comments\n", "candidates: the field is missing")]
    [InlineData("pipeline: comment\ncandidates: p.txt\n", "pipeline: the value is not allowed")]
    [InlineData(Head + "p.exe\n", "candidates")]
    [InlineData(Head + "gone.txt\n", "gone.txt")]
    [InlineData(Head + "[]\n", "candidates: the value is not allowed")]
    [InlineData(Head + "[\"\"]\n", "the post is not allowed")]
    [InlineData(Head + "7\n", "candidates: the value is not allowed")]
    [InlineData(Head + "p.txt\nsugestions: 2\n", "did you mean 'suggestions'?")]
    [InlineData(Head + "p.txt\nsuggestions: 0\n", "suggestions: the value is not allowed")]
    [InlineData(Head + "p.txt\nsuggestions: three\n", "suggestions: the value is not allowed")]
    [InlineData(Head + "p.txt\nuseGate: yes please\n", "useGate: the value is not allowed")]
    [InlineData(Head + "p.txt\ngateThreshold: 1.5\n", "gateThreshold: the value is not allowed")]
    [InlineData(Head + "p.txt\nbatchSize: 101\n", "batchSize: the value is not allowed")]
    [InlineData(Head + "p.txt\nrequestsPerMinute: 0\n", "requestsPerMinute: the value is not allowed")]
    [InlineData(Head + "p.txt\nbudgetUsd: -1\n", "budgetUsd: the value is not allowed")]
    [InlineData(Head + "p.txt\nmodels: [xia]\n", "did you mean 'xai'?")]
    [InlineData(Head + "p.txt\nmodels: [xai/grok-99]\n", "grok-4.3")]
    [InlineData(Head + "p.txt\nmodels: [gemini]\n", "there is no language model on this host")]
    [InlineData(Head + "p.txt\nembedders: [nobody]\n", "embedders")]
    [InlineData(Head + "p.txt\nproject: a/b\n", "project: the value is not allowed")]
    [InlineData(Head + "p.txt\nhoursBack: 0\n", "hoursBack: the value is not allowed")]
    [InlineData(Head + "p.txt\nminFollowers: 1000\n", "no post is left: 2 by minFollowers")]
    public async Task A_specification_that_cannot_be_used_is_refused(string spec, string part)
    {
        _world.Write("p.txt", "one\ntwo\n");
        _world.Write("p.exe", "one\n");

        await RefusedAsync(spec, [part]);
    }

    [Fact]
    public async Task A_step_to_begin_a_fork_with_that_there_is_not_leaves_nothing_behind()
    {
        var source = _world.Run(["\"one\""]);
        Directory.GetFiles(_world.Scratch).ShouldBeEmpty();

        var refused = await Should.ThrowAsync<InputException>(() => _world.PrepareAsync(
            Head + "posts.jsonl", request: new RunRequest { Spec = new SpecSource.OfFile(""), ForkOf = source, RerunFrom = "asess" }));

        refused.Message.ShouldContain("did you mean 'assess'?");
        Directory.GetFiles(_world.Scratch).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_suggestions_than_can_be_compared_are_refused()
    {
        _world.Write("p.txt", string.Concat(Enumerable.Range(1, 5001).Select(n => $"post {n}\n")));

        await RefusedAsync(Head + "p.txt\nsuggestions: 10\n", ["5001 posts with 10 suggestions", "50000", "maxCandidates"]);
    }

    [Theory]
    [InlineData("p.txt", "# a comment\nHello there\n\nSecond\n")]
    [InlineData("p.jsonl", "\"Hello there\"\n{\"text\": \"Second\"}\n")]
    [InlineData("p.json", "[\"Hello there\", {\"text\": \"Second\"}]")]
    [InlineData("p.yaml", "- Hello there\n- text: Second\n")]
    [InlineData("p.csv", "text\nHello there\nSecond\n")]
    public async Task Every_format_is_read(string name, string text)
    {
        _world.Write(name, text);

        var candidates = await CandidatesAsync(Head + name);

        candidates.Select(candidate => (candidate.Index, candidate.Id, candidate.Text)).ShouldBe([(0, "post-0001", "Hello there"), (1, "post-0002", "Second")]);
    }

    [Fact]
    public async Task Every_field_is_read()
    {
        _world.Write("p.csv", "id,text,author,followers,createdAt,url,likes,reposts,replies,language\nx1,\"Hi, you\",@me,1200,2026-11-01T10:00:00+02:00,https://example.org/1,3,2,1,en\n");

        var candidate = (await CandidatesAsync(Head + "p.csv")).ShouldHaveSingleItem();

        candidate.ShouldBe(new Candidate
        {
            Index = 0, Id = "x1", Text = "Hi, you", Author = "@me", Followers = 1200, CreatedAt = new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.FromHours(2)), Url = "https://example.org/1",
        });
    }

    [Fact]
    public async Task Filters_leave_out_and_count()
    {
        // The clock of the test stands at 2026-11-01 12:00 UTC.
        _world.Write("p.jsonl", string.Join('\n',
            CommentsWorld.Post("few", "a", followers: 99, createdAt: "2026-11-01T11:00:00Z"),
            CommentsWorld.Post("unsaid", "b", createdAt: "2026-11-01T11:00:00Z"),
            CommentsWorld.Post("enough", "c", followers: 100, createdAt: "2026-11-01T11:00:00Z"),
            CommentsWorld.Post("old", "d", followers: 100, createdAt: "2026-11-01T09:59:59Z"),
            CommentsWorld.Post("edge", "e", followers: 100, createdAt: "2026-11-01T10:00:00Z"),
            CommentsWorld.Post("undated", "f", followers: 100),
            CommentsWorld.Post("elsewhere", "g", followers: 100, createdAt: "2026-11-01T19:30:00+09:00"),
            CommentsWorld.Post("surplus", "h", followers: 5000, createdAt: "2026-11-01T11:00:00Z")));

        using var prepared = await _world.PrepareAsync(Head + "p.jsonl\nminFollowers: 100\nhoursBack: 2\nmaxCandidates: 3");

        var batch = (PreparedBatch<Candidate, CommentsSettings>)prepared;
        (await batch.ReadItemsAsync(default).ToListAsync()).Select(candidate => (candidate.Index, candidate.Id)).ShouldBe([(0, "enough"), (1, "edge"), (2, "elsewhere")]);
        batch.Settings.LeftOut.ShouldBe(new Dictionary<string, int> { ["hoursBack"] = 2, ["maxCandidates"] = 1, ["minFollowers"] = 2 }, ignoreOrder: true);
    }

    [Fact]
    public async Task The_forecast_counts_the_chat_calls_of_a_post()
    {
        _world.Write("p.txt", string.Concat(Enumerable.Range(1, 426).Select(n => $"post {n}\n")));

        using var prepared = await _world.PrepareAsync(Head + "p.txt");

        // 426 posts, three chat calls each, 15 a minute: 85 minutes.
        (prepared.Forecast.SecondsP50 / 60).ShouldBeInRange(84, 88);
    }

    private async Task RefusedAsync(string spec, string[] parts)
    {
        var refused = await Should.ThrowAsync<InputException>(() => _world.PrepareAsync(spec));

        foreach (var part in parts) refused.Message.ShouldContain(part);
        _world.Chat.Sends.ShouldBeEmpty();
        if (Directory.Exists(_world.Scratch)) Directory.GetFiles(_world.Scratch).ShouldBeEmpty();
    }

    private async Task<List<Candidate>> CandidatesAsync(string spec)
    {
        using var prepared = await _world.PrepareAsync(spec);
        return await ((PreparedBatch<Candidate, CommentsSettings>)prepared).ReadItemsAsync(default).ToListAsync();
    }
}

using FunctionsPipeline.State.Data;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Tests.RateLimits;

public sealed class LimitBookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_knows_the_providers_limits()
    {
        var book = LimitBook.Load();

        book.Find("xai", "video")!.Windows.ShouldBe([new RateWindow(10, 1)]);
        book.Find("fal", "video")!.Concurrency!.Max.ShouldBe(2);
        book.Find("youtube", "upload")!.DailyQuota.ShouldBe(new DailyQuota(100, "America/Los_Angeles"));
        book.Find("openai", "chat")!.Windows.ShouldBe([new RateWindow(500, 60)]);
        book.Find("openai-compatible", "chat")!.Concurrency!.Max.ShouldBe(1);
        book.Find("nobody", "video").ShouldBeNull();
    }

    [Fact]
    public void Every_limit_holds_together_and_says_where_and_when_it_was_read()
    {
        foreach (var entry in LimitBook.Load().Entries)
        {
            LimitBook.Load().Find(entry.Provider, entry.Operation)!.Check();
            entry.Source.ShouldNotBeEmpty();
            entry.AsOf.ShouldBeGreaterThan(new DateOnly(2026, 1, 1));
        }
    }

    [Fact]
    public void A_user_s_file_replaces_the_limits_of_the_same_and_leaves_the_others()
    {
        var book = LimitBook.Load(Write(
            """{ "entries": [ { "provider": "xai", "operation": "video", "tokenBucket": { "capacity": 4, "refillPerSecond": 0.5 }, "arrivalJitterSeconds": 0.1, "asOf": "2026-11-01", "source": "mail", "confirmed": true } ] }"""));

        var policy = book.Find("xai", "video")!;
        policy.Windows.ShouldBeEmpty();
        policy.TokenBucket.ShouldBe(new TokenBucket(4, 0.5));
        policy.ArrivalJitterSeconds.ShouldBe(0.1);
        book.Find("fal", "video")!.Concurrency!.Max.ShouldBe(2);
    }

    [Theory]
    [InlineData("\"windows\": [{ \"limit\": 0, \"seconds\": 1 }]", "0 requests")]
    [InlineData("\"windows\": [{ \"limit\": 5, \"seconds\": -1 }]", "-1 s")]
    [InlineData("\"windows\": [{ \"limit\": 5, \"seconds\": 1e9 }]", "too long")]
    [InlineData("\"arrivalJitterSeconds\": -1", "jitter")]
    [InlineData("\"tokenBucket\": { \"capacity\": 1, \"refillPerSecond\": 0 }", "bucket")]
    [InlineData("\"dailyQuota\": { \"limit\": 100, \"timeZone\": \"Mars/Olympus\" }", "Mars/Olympus")]
    [InlineData("\"concurrency\": { \"max\": 0 }", "at once")]
    [InlineData("\"concurrency\": { \"max\": 2, \"decrease\": 2 }", "at once")]
    [InlineData("\"concurrency\": { \"max\": 100000 }", "4000")]
    [InlineData("\"concurency\": { \"max\": 2 }", "Did you mean 'concurrency'?")]
    [InlineData("\"windows\": [{ \"limits\": 5, \"seconds\": 1 }]", "Did you mean 'limit'?")]
    public void A_limit_that_makes_no_sense_is_refused_by_name(string field, string named)
    {
        var file = Write(
            $$"""{ "entries": [ { "provider": "xai", "operation": "video", {{field}}, "asOf": "2026-11-01", "source": "mail", "confirmed": true } ] }""");

        var refusal = Should.Throw<DataFileException>(() => LimitBook.Load(file));

        refusal.Message.ShouldStartWith(file);
        refusal.Message.ShouldContain(named);
    }

    private string Write(string content)
    {
        var file = _folder.File("limits.json");
        File.WriteAllText(file, content);
        return file;
    }
}

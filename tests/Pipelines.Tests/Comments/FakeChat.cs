using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.Tests.Comments;

/// <summary>
/// A language model that answers what the post asks for: <c>gate=0.2</c> and <c>scores=0.9,0.3</c> in a post are the scores it gives, and
/// without them both are high. It counts its charges and checks its own limit of calls a minute.
/// </summary>
internal sealed partial class FakeChat(TimeProvider clock) : IChatModel, IProvider
{
    private readonly List<DateTimeOffset> _sends = [];
    private readonly Queue<DateTimeOffset> _lastMinute = new();

    public string ProviderId => "xai";

    public ProviderClass Class => ProviderClass.N;

    public IReadOnlyList<string> Models { get; } = ["grok-4.3"];

    public IChatModel Chat => this;

    /// <summary>How long an answer takes.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Calls that it takes in any 60 s; more are told off.</summary>
    public int PerMinuteMax { get; set; } = int.MaxValue;

    /// <summary>What a post's call fails by; null when it does not.</summary>
    public Func<string, ProviderFailure?> Failure { get; set; } = _ => null;

    /// <summary>Makes the text of a suggestion from the post and its number.</summary>
    public Func<string, int, string> Suggest { get; set; } = Distinct;

    public IReadOnlyList<DateTimeOffset> Sends => _sends;

    /// <summary>Requests, as they were written.</summary>
    public List<ChatRequest> Requests { get; } = [];

    public int ToldOff { get; private set; }

    public long ChargedTicks { get; private set; }

    /// <summary>Most calls in any window of this length.</summary>
    public int MostIn(TimeSpan window)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < _sends.Count; last++)
        {
            while (_sends[last] - _sends[first] >= window) first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    public async Task<ChatReply> SubmitAsync(ChatRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        while (_lastMinute.TryPeek(out var first) && now - first >= TimeSpan.FromSeconds(60)) _lastMinute.Dequeue();
        _lastMinute.Enqueue(now);
        _sends.Add(now);
        Requests.Add(request);
        if (_lastMinute.Count > PerMinuteMax)
        {
            ToldOff++;
            throw new ProviderException(Steps.ChargingProvider.Failure(ProviderErrorCode.RateLimited, isRetryable: true, MoneySpent.No, TimeSpan.FromSeconds(5)));
        }

        await Task.Delay(Latency, clock, cancellationToken);
        var post = PostOf(request);
        if (Failure(post) is { } failure) throw new ProviderException(failure);
        ChargedTicks += 1000;
        return new ChatReply($"completion-{_sends.Count}", Answer(request, post), "stop", new ChatUsage(100, 0, 50, 0), 1000) { Ending = ChatEnding.Complete };
    }

    public void Dispose() { }

    private string Answer(ChatRequest request, string post) => request.Schema!.Name switch
    {
        "gate" => JsonSerializer.Serialize(new { score = Number(GateMark().Match(post), 0.9), reason = "A question." }),
        "suggestions" => JsonSerializer.Serialize(new
        {
            replies = Enumerable.Range(1, request.Schema.Schema.GetProperty("properties").GetProperty("replies").GetProperty("maxItems").GetInt32())
                .Select(number => new { text = Suggest(post, number) }),
        }),
        _ => JsonSerializer.Serialize(new { scores = Scores(request, post).Select(score => new { reply = "r", score }) }),
    };

    private static IEnumerable<double> Scores(ChatRequest request, string post)
    {
        var count = request.Schema!.Schema.GetProperty("properties").GetProperty("scores").GetProperty("maxItems").GetInt32();
        var given = ScoreMark().Match(post) is { Success: true } match ? match.Groups[1].Value.Split(',') : [];
        return Enumerable.Range(0, count).Select(index => index < given.Length ? double.Parse(given[index], CultureInfo.InvariantCulture) : 0.8);
    }

    private static double Number(Match match, double otherwise) => match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : otherwise;

    private static string PostOf(ChatRequest request)
    {
        var text = request.Messages[^1].Text;
        var begin = text.LastIndexOf("<post>", StringComparison.Ordinal) + "<post>".Length;
        return text[begin..text.LastIndexOf("</post>", StringComparison.Ordinal)];
    }

    /// <summary>Words that no other post and number has, so that nothing is near anything else.</summary>
    private static string Distinct(string post, int number)
    {
        var random = new Random(SeededDraw.Share(number, post) is var share ? (int)(share * int.MaxValue) : 0);
        return string.Join(' ', Enumerable.Range(0, 6).Select(_ => string.Concat(Enumerable.Range(0, 7).Select(_ => (char)('a' + random.Next(26))))));
    }

    [GeneratedRegex(@"gate=([\d.]+)")]
    private static partial Regex GateMark();

    [GeneratedRegex(@"scores=([\d.,]+)")]
    private static partial Regex ScoreMark();
}

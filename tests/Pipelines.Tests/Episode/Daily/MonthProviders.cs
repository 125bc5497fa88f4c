using FunctionsPipeline.Pipelines.Tests.Episode.Words;
using FunctionsPipeline.Pipelines.Tests.Steps;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Daily;

/// <summary>A writer whose answers fit an episode of 30 s, as long as it is up. It counts what it charges.</summary>
internal sealed class MonthWriter(TimeProvider clock) : IChatModel, IProvider
{
    public string ProviderId => "xai";

    public ProviderClass Class => ProviderClass.N;

    public IReadOnlyList<string> Models { get; } = ["grok-4.3"];

    public IChatModel Chat => this;

    /// <summary>Whether it is down at a moment.</summary>
    public Func<DateTimeOffset, bool> IsDown { get; set; } = _ => false;

    public int Answers { get; private set; }

    public Task<ChatReply> SubmitAsync(ChatRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        if (IsDown(clock.GetUtcNow())) throw new ProviderException(ChargingProvider.Failure(ProviderErrorCode.ServerError, isRetryable: true, MoneySpent.No));
        var properties = request.Schema!.Schema.GetProperty("properties");
        var answer = properties.TryGetProperty("beats", out _) ? ScriptSamples.RetellingJson() : properties.TryGetProperty("characters", out _) ? ScriptSamples.CastJson() : ScriptSamples.PlanJson();
        Answers++;
        return Task.FromResult(new ChatReply($"completion-{Answers}", answer.ToJsonString(), "stop", new ChatUsage(100, 0, 50, 0), 1000) { Ending = ChatEnding.Complete });
    }

    public void Dispose() { }
}

/// <summary>A public source that gains a story a day, on most days, and cannot be reached on some.</summary>
/// <param name="clock">By which days pass.</param>
/// <param name="start">The first day.</param>
internal sealed class MonthStories(TimeProvider clock, DateTimeOffset start) : IStorySource, IProvider
{
    public string ProviderId => "hackernews";

    public IStorySource Stories => this;

    /// <summary>Days, from 1, on which nobody tells a new story.</summary>
    public IReadOnlyList<int> DaysWithout { get; init; } = [];

    /// <summary>Days on which it is down.</summary>
    public IReadOnlyList<int> DaysDown { get; init; } = [];

    public Task<IReadOnlyList<Story>> ListAsync(StoryQuery query, CancellationToken cancellationToken)
    {
        var day = (int)(clock.GetUtcNow() - start).TotalDays + 1;
        if (DaysDown.Contains(day)) throw new ProviderException(ChargingProvider.Failure(ProviderErrorCode.Timeout, isRetryable: true, MoneySpent.No));

        // The last days only: a story that nobody took is gone after a while, as on a front page.
        return Task.FromResult<IReadOnlyList<Story>>([.. Enumerable.Range(Math.Max(1, day - 4), Math.Min(5, day)).Where(told => !DaysWithout.Contains(told)).Select(Told)]);
    }

    public void Dispose() { }

    // Two hundred words that belong to the day alone.
    private Story Told(int day)
    {
        var random = new Random(day);
        return new Story($"day-{day}", $"The story of day {day}", string.Join(' ', Enumerable.Range(0, 200).Select(_ => $"w{random.Next(100_000)}")), null) { PublishedAt = start.AddDays(day - 1) };
    }
}

/// <summary>A channel, as a provider.</summary>
internal sealed class MonthChannel(IVideoPublisher channel) : IProvider
{
    public IVideoPublisher VideoPublisher => channel;

    public void Dispose() { }
}

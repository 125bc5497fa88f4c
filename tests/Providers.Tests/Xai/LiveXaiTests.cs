using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Xai;
using FunctionsPipeline.State.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Providers.Tests.Xai;

/// <summary>
/// The real provider with a real key: spends about five cents, so it runs only when asked to:
/// <c>FP_LIVE_XAI_API_KEY=... ./test --filter FullyQualifiedName~LiveXai</c>.
/// </summary>
public sealed class LiveXaiTests
{
    private const string KeyName = "FP_LIVE_XAI_API_KEY";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    [LiveFact]
    public async Task A_second_of_video_is_bought_and_its_price_is_what_the_ledger_held()
    {
        using var xai = new XaiProvider(
            new XaiOptions(Environment.GetEnvironmentVariable(KeyName)!), TimeProvider.System, new Random(1), NullLoggerFactory.Instance);
        var ledger = new Ledger(new InMemoryTableStore(TimeProvider.System), TimeProvider.System, NullLogger<Ledger>.Instance);
        var door = new PaidCallDoor(ledger, new PaidCallDoorOptions { Owner = "live-test" }, TimeProvider.System, NullLogger<PaidCallDoor>.Instance);
        var submitter = new OneVideo(xai.Video);

        var accepted = (await door.SubmitAsync(OneVideo.Intent, submitter, CancellationToken.None)).ShouldBeOfType<PaidCallResult.Accepted>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        using var patience = new CancellationTokenSource(Patience);
        VideoGenerationStatus status;
        do
        {
            await timer.WaitForNextTickAsync(patience.Token);
            status = await xai.Video.GetStatusAsync(OneVideo.Request.Model, accepted.RequestId, patience.Token);
        }
        while (status is VideoGenerationStatus.Pending);

        var done = status.ShouldBeOfType<VideoGenerationStatus.Done>();
        done.ChargedTicks.ShouldBe(OneVideo.Intent.WorstTicks);
    }

    private sealed class LiveFactAttribute : FactAttribute
    {
        public LiveFactAttribute()
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(KeyName))) Skip = $"{KeyName} is not set: the real provider costs money.";
        }
    }

    private sealed class OneVideo(IVideoGenerator generator) : IPaidSubmitter
    {
        public static VideoRequest Request { get; } = new("grok-imagine-video", "A red ball rolls over a wooden table", 1, "16:9", "480p");

        public static PaidCallIntent Intent { get; } = new()
        {
            Project = "live-test",
            RunId = State.RunId.Parse("20260101-000000-000000"),
            ItemId = "one",
            Step = "generate",
            InputHash = new string('0', 64),
            PromptHash = new string('0', 64),
            Provider = XaiProvider.Id,
            Class = ProviderClass.N,
            WorstTicks = State.UsdTicks.FromUsdRoundedUp(0.05m),
            Caps = [],
        };

        public async Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken) =>
            new SubmitReply.Accepted(await generator.SubmitAsync(Request, reservation, cancellationToken));

        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A provider of class N is not asked.");
    }
}

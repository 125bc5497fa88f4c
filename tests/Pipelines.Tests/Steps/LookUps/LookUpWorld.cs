using System.Diagnostics;
using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.Pipelines.Steps.Speech;
using FunctionsPipeline.Pipelines.Steps.TalkingHeads;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Simulator;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Steps.LookUps;

/// <summary>What an attempt to take a step gave.</summary>
internal sealed record Taken(SubmitOutcome Outcome, string? Code, double WaitSeconds, bool IsUsable);

/// <summary>The real steps and adapters of class L against the simulator over HTTP. Ledger and simulator share a clock that moves when told to.</summary>
internal sealed class LookUpWorld : IAsyncDisposable
{
    private const string Face = "runs/before/face.png";
    private const string Sound = "runs/before/sound.wav";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock;
    private readonly SimulatorHost _simulator;
    private readonly ProviderSet _providers;
    private readonly FileDownloader _downloads;
    private readonly HttpClient _client = new();

    private LookUpWorld(SimulatorHost simulator, ManualTimeProvider clock)
    {
        (_simulator, _clock) = (simulator, clock);
        var http = new ProviderHttpOptions { RetryDelay = TimeSpan.FromMilliseconds(1) };
        string[] ids = ["openai", "elevenlabs", "fal", "did", "heygen"];
        _providers = new ProviderSet(
            ids.Select(id => new ProviderAccess(id, new Uri(simulator.Address, id), "a-key-of-the-test")), TimeProvider.System, new Random(1), NullLoggerFactory.Instance, http);
        _downloads = new FileDownloader(new FileDownloaderOptions(), TimeProvider.System, new Random(1), NullLogger<FileDownloader>.Instance);
        Services = PipelineServices.Create(
            new HostTerms
            {
                Tables = new InMemoryTableStore(clock),
                Blobs = new FolderBlobStore(Path.Combine(_folder.Path, "blobs"), clock),
                Providers = _providers,
                Owner = "test",
                OwnerIsAlone = true,
                ScratchFolder = Path.Combine(_folder.Path, "scratch"),
                RunFolder = runId => runId.Value,
                Clock = new LeapingClock(clock),
                Random = new Random(1),
                Loggers = NullLoggerFactory.Instance,
            },
            _downloads);
    }

    public PipelineServices Services { get; }

    /// <summary>Starts a simulator in which nothing takes time but the lists.</summary>
    public static async Task<LookUpWorld> StartAsync(string faults, TimeSpan listingDelay)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, faults);
            var clock = new ManualTimeProvider();
            var options = new SimulatorOptions { Faults = file, RateLimitPerSecond = 0, TimeScale = 0, ListingDelay = listingDelay };
            var world = new LookUpWorld(await SimulatorHost.StartAsync(options, clock, CancellationToken.None), clock);
            await world.PutAsync(Face, await FileAsync("-f", "lavfi", "-i", "color=c=0xD8B090:s=120x160", "-frames:v", "1", "-c:v", "png", "-f", "image2pipe"));
            await world.PutAsync(Sound, await FileAsync("-f", "lavfi", "-i", "sine=frequency=300:duration=1:sample_rate=24000", "-c:a", "pcm_s16le", "-f", "wav"));
            return world;
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>How long the list of a provider is not trusted after a send.</summary>
    public TimeSpan ListingDelayOf(string provider) => provider switch
    {
        "openai" => ((IRequestList<ChatRequest>)_providers.Chat[provider]).ListingDelay,
        "elevenlabs" => ((IRequestList<SpeechRequest>)_providers.Speech[provider]).ListingDelay,
        "fal" => ((IRequestList<ImageRequest>)_providers.Images[provider]).ListingDelay,
        _ => ((IRequestList<TalkingHeadRequest>)_providers.TalkingHeads[provider]).ListingDelay,
    };

    /// <summary>Takes a step of a provider as far as it goes now.</summary>
    /// <param name="provider">Provider.</param>
    /// <param name="repeat">Which of the steps.</param>
    /// <param name="text">What is asked for; of its own for every repeat unless given.</param>
    /// <param name="isGivenUp">Whether nobody will wait any longer.</param>
    public async Task<Taken> TakeAsync(string provider, int repeat, string? text = null, bool isGivenUp = false)
    {
        text ??= $"Good evening, guest number {repeat}.";
        var call = new StepCall<OneStepSettings>(StepWorld.Item(), $"{provider}-step", repeat, 0, 0, IsGivenUp: isGivenUp);
        switch (provider)
        {
            case "openai":
                var chat = new ChatRequest("gpt-5.4-mini", [new ChatMessage("user", text)]) { OutputTokensMax = 200 };
                return await TakeAsync(call, new ChatOrders(Services).Create(new ModelChoice(provider, chat.Model), chat));
            case "elevenlabs":
                var speech = new SpeechRequest("eleven_multilingual_v2", "JBFqnCBsd6RMkjVDRZzb", text) { Seed = 7 };
                return await TakeAsync(call, new SpeechOrders(Services).Create(new ModelChoice(provider, speech.Model), speech, []), answer => answer.Words.Count > 0);
            case "fal":
                var image = new ImageRequest("fal-ai/flux/schnell", text) { Seed = 7 };
                return await TakeAsync(call, new ImageOrders(Services).Create(new ModelChoice(provider, image.Model), image, [], (_, _) => Task.FromResult(new PictureReport())), answer => answer.File is not null);
            default:
                var choice = new ModelChoice(provider, provider == "did" ? "talks" : "talking_photo");
                return await TakeAsync(call, await new TalkingHeadOrders(Services).CreateAsync(choice, Face, Sound, 1, CancellationToken.None), answer => answer.Problem is null);
        }
    }

    /// <summary>Takes it until it has an answer, some seconds at a time.</summary>
    public async Task<Taken> TakeToItsEndAsync(string provider, int repeat, string? text = null)
    {
        for (var turn = 0; ; turn++)
        {
            var taken = await TakeAsync(provider, repeat, text);
            if (taken is { Outcome: SubmitOutcome.Accepted, IsUsable: true }) return taken;
            turn.ShouldBeLessThan(20, taken.ToString());
            Advance(TimeSpan.FromSeconds(5));
        }
    }

    public async Task<IReadOnlyList<LedgerEntry>> LedgerAsync() => await Services.Ledger.ListAsync(StepWorld.Project, null, null, CancellationToken.None).ToListAsync();

    /// <summary>What the simulator charged for each accepted call, ticks.</summary>
    public async Task<IReadOnlyList<long>> ChargesAsync(string provider)
    {
        using var charges = JsonDocument.Parse(await _client.GetStringAsync(new Uri(_simulator.Address, "/_sim/charges")));
        return [.. charges.RootElement.GetProperty("calls").EnumerateArray().Where(call => call.GetProperty("provider").GetString() == provider).Select(call => call.GetProperty("ticks").GetInt64())];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _providers.Dispose();
        _downloads.Dispose();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<Taken> TakeAsync<TReply>(StepCall<OneStepSettings> call, StepOrder<TReply> order, Func<TReply, bool>? isUsable = null)
    {
        Judged<TextVerdict> Judge(TReply reply) =>
            isUsable?.Invoke(reply) == false ? Judged<TextVerdict>.Unusable("unusable", "It is not what was asked for.", isRetryable: false) : Judged<TextVerdict>.Usable(new TextVerdict("good"));
        var answer = await new StepTaker(Services).TakeAsync(call, order, Judge, CancellationToken.None);
        return new Taken(answer.Submit.Outcome, answer.Submit.Error?.Code ?? answer.Problem?.Code, answer.Submit.WaitSeconds, answer.Verdict is not null);
    }

    private async Task PutAsync(string path, byte[] content)
    {
        using var bytes = new MemoryStream(content);
        await Services.Blobs.PutAsync(path, bytes, BlobCondition.None, CancellationToken.None);
    }

    private static async Task<byte[]> FileAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", .. arguments, "pipe:1"]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output.ToArray();
    }
}

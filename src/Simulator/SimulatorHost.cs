using System.Net;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Clips;
using FunctionsPipeline.Simulator.ComfyUi;
using FunctionsPipeline.Simulator.Downloads;
using FunctionsPipeline.Simulator.ElevenLabs;
using FunctionsPipeline.Simulator.Fal;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Gemini;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.HuggingFace;
using FunctionsPipeline.Simulator.Publishing;
using FunctionsPipeline.Simulator.OpenAi;
using FunctionsPipeline.Simulator.Stories;
using FunctionsPipeline.Simulator.TalkingHeads;
using FunctionsPipeline.Simulator.Truth;
using FunctionsPipeline.Simulator.X;
using FunctionsPipeline.Simulator.Xai;
using FunctionsPipeline.Simulator.YouTube;

namespace FunctionsPipeline.Simulator;

/// <summary>A running simulator. Dispose to stop it.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>Where it listens, for example <c>http://127.0.0.1:9090/</c>; each provider is below it under its id.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="StartException">It cannot start; the message says what to do.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        await Mp4Encoder.CheckAsync(cancellationToken);
        var script = new FaultScript(FaultFile.Load(options.Faults), Draw.FromSeed(options.Seed).For("faults"));
        if (options is { JournalPath: { } journal, ParentProcessId: not null }) await WaitForPredecessorAsync(journal, clock, cancellationToken);
        var app = Build(options, script, clock);
        try
        {
            // What the journal knows goes on where it would be had the simulator not been away.
            var places = app.Services.GetRequiredService<WorkPlaces>();
            foreach (var call in app.Services.GetRequiredService<CallBook>().Snapshot()) places.Admit(call);
            await app.Services.GetRequiredService<ClipStore>().PrepareAsync(cancellationToken);
            Map(app);
            await ListenAsync(app, options.Port, cancellationToken);
            return new SimulatorHost(app, new Uri(app.Urls.Single()));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the process is told to end (SIGTERM, Ctrl-C), or <see cref="Stop"/> is called.</summary>
    public Task WaitForEndAsync() => _app.WaitForShutdownAsync();

    /// <summary>Asks it to end.</summary>
    public void Stop() => _app.Lifetime.StopApplication();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task WaitForPredecessorAsync(string journalPath, TimeProvider clock, CancellationToken cancellationToken)
    {
        var beginning = clock.GetTimestamp();
        while (Journal.IsInUse(journalPath) && clock.GetElapsedTime(beginning) < Limits.JournalTakeoverTimeout)
        {
            await Task.Delay(Limits.JournalTakeoverInterval, clock, cancellationToken);
        }
    }

    private static async Task ListenAsync(WebApplication app, int port, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new StartException($"Port {port} cannot be listened on: {exception.Message} Choose another one with --port, or 0 for any.");
        }
    }

    private static WebApplication Build(SimulatorOptions options, FaultScript script, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // The server would report every reply that is cut short on purpose; what fails by mistake is reported by RequestErrors.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Loopback only: whoever reaches it can order without paying and read the truth.
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = Limits.RequestBodyBytesMax;
            kestrel.AddServerHeader = false;
        });
        if (options.ParentProcessId is not null) builder.Services.AddSingleton<IHostLifetime, ParentLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services
            .AddSingleton(options)
            .AddSingleton(clock)
            .AddSingleton(PriceList.Load())
            .AddSingleton(_ => new CallBook(options.JournalPath))
            .AddSingleton(new WorkPlaces("fal", options.FalConcurrency))
            .AddSingleton(new RateLimiter(options.RateLimitPerSecond, clock))
            .AddSingleton(script)
            .AddSingleton(_ => OpenFolder(options.JournalPath))
            .AddSingleton<RequestErrors>()
            .AddSingleton<FaultPlayer>()
            .AddSingleton<QuestionFaults>()
            .AddSingleton<ClipStore>()
            .AddSingleton<Intake>()
            .AddSingleton<CallWait>()
            .AddSingleton<ListedCalls>()
            .AddSingleton<FilesApi>()
            .AddSingleton<FaultyDownload>()
            .AddSingleton<XaiDoor>()
            .AddSingleton<XaiVideos>()
            .AddSingleton<XaiImages>()
            .AddSingleton<XaiChat>()
            .AddSingleton<FalQueue>()
            .AddSingleton<FalRequests>()
            .AddSingleton<TruthApi>();
        GeminiRoutes.AddServices(builder.Services);
        HuggingFaceRoutes.AddServices(builder.Services);
        ComfyUiRoutes.AddServices(builder.Services);
        XRoutes.AddServices(builder.Services);
        YouTubeRoutes.AddServices(builder.Services);
        ElevenLabsRoutes.AddServices(builder.Services);
        TalkingHeadRoutes.AddServices(builder.Services, options.JournalPath);
        StoryRoutes.AddServices(builder.Services);
        builder.Services.AddSingleton<PublishFaults>().AddSingleton<PublishedBook>();
        return builder.Build();
    }

    private static void Map(WebApplication app)
    {
        var services = app.Services;
        app.Use(services.GetRequiredService<RequestErrors>().CatchAsync);
        var xai = app.MapGroup("/xai/v1");
        xai.MapGet("/models", XaiModelsApi.ListAsync);
        xai.MapPost("/videos/generations", services.GetRequiredService<XaiVideos>().SubmitAsync);
        xai.MapGet("/videos/{id}", services.GetRequiredService<XaiVideos>().PollAsync);
        xai.MapPost("/images/generations", services.GetRequiredService<XaiImages>().SubmitAsync);
        xai.MapPost("/chat/completions", services.GetRequiredService<XaiChat>().SubmitAsync);
        xai.MapGet("/chat/deferred-completion/{id}", services.GetRequiredService<XaiChat>().FetchAsync);

        OpenAiRoutes.Map(app);

        var queue = services.GetRequiredService<FalQueue>();
        var fal = app.MapGroup("/fal/{owner}/{app}");
        fal.MapPost("/{**rest}", queue.SubmitAsync);
        fal.MapGet("/requests/{id}/status", queue.StatusAsync);
        fal.MapGet("/requests/{id}", queue.ResultAsync);
        fal.MapGet("/requests/{id}/response", queue.ResultAsync);
        fal.MapPut("/requests/{id}/cancel", queue.CancelAsync);
        app.MapGet("/fal/v1/models/requests/by-endpoint", services.GetRequiredService<FalRequests>().ListAsync);

        GeminiRoutes.Map(app);
        HuggingFaceRoutes.Map(app);
        ComfyUiRoutes.Map(app);
        XRoutes.Map(app);
        YouTubeRoutes.Map(app);
        ElevenLabsRoutes.Map(app);
        TalkingHeadRoutes.Map(app);
        StoryRoutes.Map(app);

        app.MapMethods("/files/{provider}/{name}", ["GET", "HEAD"], services.GetRequiredService<FilesApi>().DownloadAsync);

        var truth = services.GetRequiredService<TruthApi>();
        var sim = app.MapGroup("/_sim");
        sim.MapGet("/health", truth.HealthAsync);
        sim.MapGet("/charges", truth.ChargesAsync);
        sim.MapGet("/truth", truth.TruthAsync);
        sim.MapGet("/published", services.GetRequiredService<PublishedBook>().ShowAsync);
    }

    // Beside a journal the clips are kept with it; otherwise they go when the simulator goes.
    private static ClipFolder OpenFolder(string? journalPath) => journalPath is null
        ? new ClipFolder(TemporaryFolder.Create(), Limits.ClipCacheBytesMax, isTemporary: true)
        : new ClipFolder(Path.GetFullPath(journalPath) + ".clips", Limits.ClipCacheBytesMax, isTemporary: false);
}

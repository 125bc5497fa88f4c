using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Reads, checks, plans and forecasts a batch, before anything is paid.</summary>
internal static class VideoBatchPreparation
{
    public static async Task<PreparedVideoBatch> PrepareAsync(
        PipelineServices services, RunRequest request, CancellationToken cancellationToken)
    {
        var (name, fullPath) = (request.Spec.Title, request.Spec.FullPath);
        var spec = SpecOverrides.Apply(await VideoBatchSpecReader.ReadAsync(request.Spec, cancellationToken), request.Overrides);
        if (!services.Providers.Video.TryGetValue(spec.Provider, out var generator))
        {
            throw InputException.Of(
                name, [$"provider is {spec.Provider}, and this host has no key for it; it has one for: {string.Join(", ", services.Providers.Video.Keys)}"]);
        }

        var video = VideoDefaults.Fill(spec, generator);
        var refusals = generator.Validate(video);
        if (refusals.Count > 0) throw InputException.Of(name, refusals);

        var ticksPerItem = services.Prices.Ticks(spec.Provider, video.Model, video.Resolution, video.DurationSeconds)
            ?? throw InputException.Of(
                name,
                [$"no price is known for {spec.Provider} {video.Model} at {video.Resolution ?? "its own resolution"}, and what has no price is not bought; add one to a prices file (setting pricesFile)"]);

        var (planPath, (plan, total)) = await ScratchPlan.CreateAsync(services, async path =>
        {
            var written = await VideoBatchPlanner.WriteFileAsync(spec, path, cancellationToken);
            var inRange = request.Items?.CountOf(written.Items) ?? written.Items;
            return inRange > 0
                ? (written, inRange)
                : throw InputException.Of(
                    name, [$"the plan has {written.Items} items, from 0 to {written.Items - 1}; none of them lies in the range {request.Items}"]);
        });
        var forecast = CreateForecastInput(services, spec, request, total, ticksPerItem);
        var specFingerprint = Fingerprint(fullPath, JsonSerializer.Serialize(spec with { Prompts = new InlinePrompts([]) { Name = spec.Prompts.Name } }, DurableJson.Options), $"{request.Items}");
        return new PreparedVideoBatch
        {
            Pipeline = VideoBatchNames.Pipeline,
            Project = spec.Project,
            Provider = spec.Provider,
            Total = total,
            UsesSimulator = request.Simulated.ContainsKey(spec.Provider),
            Concurrency = spec.Concurrency,
            BudgetTicks = BatchMoney.Ticks(spec.BudgetUsd),
            SpecPath = fullPath,
            SpecFingerprint = specFingerprint,
            InputFingerprint = Fingerprint(specFingerprint, plan.PromptsSha256),
            PlanPath = planPath,
            RerunFrom = request.RerunFrom,
            FirstItem = request.Items?.First ?? 0,
            Settings = CreateSettings(services, spec, video, request),
            ForecastInput = forecast,
            Forecast = RunForecaster.Create(forecast),
        };
    }

    private static VideoBatchSettings CreateSettings(
        PipelineServices services, VideoBatchSpec spec, VideoRequest video, RunRequest request) => new()
    {
        Project = spec.Project,
        Provider = spec.Provider,
        Model = video.Model,
        DurationSeconds = video.DurationSeconds,
        Resolution = video.Resolution,
        AspectRatio = video.AspectRatio,
        JitterMinSeconds = spec.Jitter.MinSeconds,
        JitterMaxSeconds = spec.Jitter.MaxSeconds,
        GenerationTimeoutSeconds = spec.TimeoutSeconds,
        PaidAttemptsMax = spec.Retries.Attempts,
        SubmitAttemptsMax = spec.Retries.SubmitAttempts,
        RequestsPerMinute = spec.RequestsPerMinute,
        Seed = spec.Seed,
        Post = spec.Post,
        Caps = BatchMoney.Caps(request, [spec.Provider]),
        Fork = BatchForks.Of(request, [ItemStages.Generate]),
    };

    private static ForecastInput CreateForecastInput(
        PipelineServices services, VideoBatchSpec spec, RunRequest request, int total, long ticksPerItem)
    {
        var policy = services.Limits.SubmitPolicy(spec.Provider, VideoTerms.Operation, spec.RequestsPerMinute);
        return new ForecastInput
        {
            Items = total,
            Concurrency = Math.Min(spec.Concurrency, policy.Concurrency?.Max ?? spec.Concurrency),
            TicksPerItem = ticksPerItem,
            JitterMinSeconds = spec.Jitter.MinSeconds,
            JitterMaxSeconds = spec.Jitter.MaxSeconds,
            SubmitsPerMinute = policy.PerMinute(),
            PaidAttemptsMax = spec.Retries.Attempts,
            Profile = request.Simulated.GetValueOrDefault(spec.Provider) ?? ProviderProfiles.Find(spec.Provider),
            Seed = spec.Seed,
        };
    }

    private static string Fingerprint(params string[] parts) => TextHash.Sha256(string.Join('\n', parts));
}

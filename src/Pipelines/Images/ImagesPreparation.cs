using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.Pipelines.Images.Input;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>Reads, checks, plans and forecasts a run of images, before anything is paid.</summary>
internal static class ImagesPreparation
{
    private const int AnswersMax = 3;

    public static async Task<PreparedRun> PrepareAsync(PipelineServices services, RunRequest request, CancellationToken cancellationToken)
    {
        var spec = await ImagesSpecReader.ReadAsync(request, cancellationToken);
        var name = request.Spec.Title;
        var models = ImagesModels.Create(services, spec, name);
        var prices = ImagesPrices.Of(services, models, spec.AspectRatio, spec.Resolution);
        var settings = SettingsOf(spec, request, models);
        var reader = new ImagePromptReader(spec.Prompts);
        var prompts = CheckedAsync(services, settings, reader.ReadAsync(cancellationToken), spec.Prompts.Name, cancellationToken);
        var (planPath, total) = await ScratchPlan.CreateAsync(services, path => PlanAsync(path, prompts, request.Items, name, cancellationToken));
        settings = settings with { Iteration = IterationOf(spec, prices, total) };
        var forecast = ForecastOf(spec, request, prices, total);
        var specText = JsonSerializer.Serialize(spec with { Prompts = spec.Prompts.WithoutEntries() }, DurableJson.Options);
        var fingerprint = TextHash.Sha256(specText + request.Items);
        return new PreparedScratchBatch<ImagePrompt, ImagesSettings>
        {
            Pipeline = ImagesNames.Pipeline,
            Project = spec.Project,
            Provider = models.Images.First(choice => choice.Missing is null).Provider,
            Total = total,
            UsesSimulator = request.Simulated.Count > 0,
            Concurrency = spec.BatchSize,
            BudgetTicks = BatchMoney.Ticks(spec.BudgetUsd),
            SpecPath = request.Spec.FullPath,
            SpecFingerprint = fingerprint,
            InputFingerprint = TextHash.Sha256(fingerprint + reader.Sha256),
            PlanPath = planPath,
            RerunFrom = request.RerunFrom,
            Settings = settings,
            ForecastInput = forecast,
            Forecast = RunForecaster.Create(forecast),
        };
    }

    private static async Task<int> PlanAsync(
        string path, IAsyncEnumerable<ImagePrompt> prompts, ItemRange? range, string name, CancellationToken cancellationToken)
    {
        var (total, all) = await ScratchPlan.WriteAsync(path, prompts, range, (prompt, index) => prompt with { Index = index }, cancellationToken);
        return total > 0 ? total : throw InputException.Of(name, [$"the plan has {all} prompts; none of them lies in the range {range}"]);
    }

    /// <summary>What a model that may be asked does not take is refused here, before anything is paid.</summary>
    private static async IAsyncEnumerable<ImagePrompt> CheckedAsync(
        PipelineServices services, ImagesSettings settings, IAsyncEnumerable<ImagePrompt> prompts, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        await foreach (var prompt in prompts.WithCancellation(cancellationToken))
        {
            if (problems.Count < InputLimits.ProblemsMax) problems.AddRange(ProblemsOf(services, settings, prompt));
            yield return prompt;
        }

        if (problems.Count > 0) throw InputException.Of(name, problems.Take(InputLimits.ProblemsMax));
    }

    private static IEnumerable<string> ProblemsOf(PipelineServices services, ImagesSettings settings, ImagePrompt prompt)
    {
        foreach (var choice in settings.Images.Where(choice => choice.Missing is null))
        {
            var generator = services.Providers.Images[choice.Provider];
            var request = ImageShapes.RequestOf(generator, choice, prompt, settings, seed: 0);
            foreach (var problem in generator.Validate(request)) yield return $"prompt '{prompt.Id}': {problem} ({choice})";
            if (prompt.Seed is not null && request.Seed is null) yield return $"prompt '{prompt.Id}': seed: {choice} takes none; leave it out, or name another model";
        }
    }

    private static ImagesSettings SettingsOf(ImagesSpec spec, RunRequest request, ImagesModels models) => new()
    {
        Project = spec.Project,
        RequestsPerMinute = spec.RequestsPerMinute,
        Seed = spec.Seed,
        Caps = BatchMoney.Caps(request, models.Images.Concat(models.Judges).Concat(models.Improvers).Select(choice => choice.Provider)),
        Fork = BatchForks.Of(request, ImagesNames.Steps),
        Images = models.Images,
        Judges = models.Judges,
        Improvers = models.Improvers,
        Plan = spec.Baseline is null ? IterationPlan.Refine : IterationPlan.Parallel,
        Iteration = new IterationSettings { BudgetTicks = 0, IterationCostTicks = 0, ScoreCostTicks = 0 },
        TriesMax = spec.TriesMax,
        AnswersMax = AnswersMax,
        AspectRatio = spec.AspectRatio,
        Resolution = spec.Resolution,
        Formats = spec.Formats,
    };

    /// <summary>
    /// When a prompt's images are good enough. Samples get what as many iterations may cost, so that the two can be compared; a prompt never
    /// gets less than its first image needs: the cap of the run is what stops those for which nothing is left.
    /// </summary>
    private static IterationSettings IterationOf(ImagesSpec spec, ImagesPrices prices, int total)
    {
        var images = spec.Baseline ?? spec.IterationsMax;
        var iteration = checked(prices.Image + prices.Score + prices.Improvement);
        var share = BatchMoney.Ticks(spec.BudgetUsd) is { } budget ? Math.Max(budget / total, iteration) : IterationSettings.TicksLimit;
        var equalCost = checked((images * iteration) + (2 * spec.Rescores * prices.Score));
        return new IterationSettings
        {
            TargetScore = spec.TargetScore,
            IterationsMax = images,
            Patience = spec.Patience,
            ScoresMax = spec.Rescores + 1,
            AsksAgain = true,
            LocalScoreMin = spec.ValidationThreshold,
            BudgetTicks = Math.Min(share, spec.Baseline is null ? IterationSettings.TicksLimit : equalCost),
            IterationCostTicks = iteration,
            ScoreCostTicks = prices.Score,
        };
    }

    private static ForecastInput ForecastOf(ImagesSpec spec, RunRequest request, ImagesPrices prices, int total)
    {
        // A prompt usually ends by its target, or after as many images as patience lasts beyond a good one; every image is scored about twice.
        var images = spec.Baseline ?? Math.Min(spec.IterationsMax, spec.Patience + 1);
        var scores = images * Math.Min(2, spec.Rescores + 1);
        var improvements = spec.Baseline is null ? images - 1 : 0;
        return new ForecastInput
        {
            Items = total,
            Concurrency = spec.BatchSize,
            TicksPerItem = checked((images * prices.UsualImage) + (scores * prices.UsualScore) + (improvements * prices.UsualImprovement)),
            JitterMinSeconds = 0,
            JitterMaxSeconds = 0,
            SubmitsPerMinute = spec.RequestsPerMinute / (double)(scores + improvements),
            PaidAttemptsMax = 1,
            Profile = ProviderProfiles.Images(request.Simulated.Count > 0, images, scores + improvements),
            Seed = spec.Seed,
        };
    }
}

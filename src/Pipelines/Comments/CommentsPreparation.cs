using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Input;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>Reads, checks, plans and forecasts a run of suggestions, before anything is paid.</summary>
internal static class CommentsPreparation
{
    private const int AnswersMax = 3;

    // Of a candidate that is answered: gate, suggestions, assessment, vectors.
    private const int CallsPerItem = 4;

    private static readonly string[] ChatPreference = ["gemini", "openai", "xai", "openai-compatible"];

    public static async Task<PreparedRun> PrepareAsync(PipelineServices services, RunRequest request, CancellationToken cancellationToken)
    {
        var spec = await CommentsSpecReader.ReadAsync(request, cancellationToken);
        var name = request.Spec.Title;
        var problems = new InputProblems(name);
        var models = ModelChains.Create("models", spec.Models, ChatPreference, provider => services.Providers.Chat.GetValueOrDefault(provider)?.Models, problems);
        var embedders = EmbedderChains.Of(services, spec.Embedders, spec.DedupThreshold, problems);
        problems.ThrowIfAny();
        if (models.All(model => model.Missing is not null))
        {
            throw InputException.Of(name, ["there is no language model on this host: set GEMINI_API_KEY, OPENAI_API_KEY or XAI_API_KEY, or OPENAI_COMPATIBLE_BASE_URL with models: openai-compatible/MODEL"]);
        }

        // What the plan does not change is refused before the plan is written, so that a refusal leaves nothing behind.
        var settings = SettingsOf(spec, request, models, embedders);
        var (calls, ticks) = PriceOf(services, settings);
        var reader = new CandidateReader(spec, services.Clock.GetUtcNow());
        var (planPath, total) = await ScratchPlan.CreateAsync(services, path => PlanAsync(path, spec, reader, request.Items, name, cancellationToken));
        settings = settings with { LeftOut = reader.LeftOut };
        var forecast = ForecastOf(spec, request, total, calls, ticks);
        var specText = JsonSerializer.Serialize(spec with { Candidates = spec.Candidates.WithoutEntries() }, DurableJson.Options);
        var fingerprint = TextHash.Sha256(specText + request.Items);
        return new PreparedScratchBatch<Candidate, CommentsSettings>
        {
            Pipeline = CommentsNames.Pipeline,
            Project = spec.Project,
            Provider = models.First(model => model.Missing is null).Provider,
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
        string path, CommentsSpec spec, CandidateReader reader, ItemRange? range, string name, CancellationToken cancellationToken)
    {
        var (total, all) = await ScratchPlan.WriteAsync(path, reader.ReadAsync(cancellationToken), range, (candidate, index) => candidate with { Index = index }, cancellationToken);
        if ((long)total * spec.Suggestions > Deduplication.Limits.IndexTextsMax)
        {
            throw InputException.Of(name, [$"{total} posts with {spec.Suggestions} suggestions each are more than the {Deduplication.Limits.IndexTextsMax} texts that are compared in one run; take a range of them (--items), or set maxCandidates"]);
        }

        if (total > 0) return total;

        var left = string.Join(", ", reader.LeftOut.Select(entry => $"{entry.Value} by {entry.Key}"));
        throw InputException.Of(name, [all > 0 ? $"the plan has {all} posts; none of them lies in the range {range}" : $"no post is left: {left}"]);
    }

    private static CommentsSettings SettingsOf(
        CommentsSpec spec, RunRequest request, IReadOnlyList<ModelChoice> models, IReadOnlyList<ModelChoice> embedders) => new()
    {
        Project = spec.Project,
        RequestsPerMinute = spec.RequestsPerMinute,
        Seed = spec.Seed,
        Caps = BatchMoney.Caps(request, models.Concat(embedders).Select(choice => choice.Provider)),
        Fork = BatchForks.Of(request, CommentsNames.Steps),
        Models = models,
        Embedders = embedders,
        DedupThreshold = spec.DedupThreshold,
        UseGate = spec.UseGate,
        GateThreshold = spec.GateThreshold,
        Suggestions = spec.Suggestions,
        SkipLowScores = spec.SkipLowScores,
        QualityThreshold = spec.QualityThreshold,
        Voice = spec.Voice,
        AnswersMax = AnswersMax,
        LeftOut = new Dictionary<string, int>(),
    };

    /// <summary>Calls of a candidate that is answered, and what they usually cost.</summary>
    private static (int Calls, long Ticks) PriceOf(PipelineServices services, CommentsSettings settings)
    {
        var model = settings.Models.First(choice => choice.Missing is null);
        var calls = settings.UseGate ? CallsPerItem : CallsPerItem - 1;
        var probe = new Candidate { Index = 0, Id = "probe", Text = new string('x', 280) };
        return new ChatOrders(services).TypicalTicks(model, CommentRequests.Suggest(probe, settings)) is { } each
            ? (calls, each * calls)
            : throw InputException.Of("models", [$"no price is known for {model}, and what has no price is not bought; add one to a prices file (setting pricesFile)"]);
    }

    private static ForecastInput ForecastOf(CommentsSpec spec, RunRequest request, int total, int calls, long ticks) => new()
    {
        Items = total,
        Concurrency = spec.BatchSize,
        TicksPerItem = ticks,
        JitterMinSeconds = 0,
        JitterMaxSeconds = 0,

        // Vectors are another kind of call, with a limit of its own: only the chat calls wait for each other.
        SubmitsPerMinute = spec.RequestsPerMinute / (double)(calls - 1),
        PaidAttemptsMax = 1,
        Profile = ProviderProfiles.Answers(request.Simulated.Count > 0, calls),
        Seed = spec.Seed,
    };
}

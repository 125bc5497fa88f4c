using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Input;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Reads, checks, plans and forecasts a run of episodes, before anything is paid.</summary>
internal static class EpisodePreparation
{
    // Two: the first answer and one more, where the first could not be read at all.
    private const int AnswersMax = 2;

    public static async Task<PreparedRun> PrepareAsync(PipelineServices services, RunRequest request, CancellationToken cancellationToken)
    {
        var spec = await EpisodeSpecReader.ReadAsync(request, cancellationToken);
        var name = request.Spec.Title;
        if (services.Ffmpeg is null) throw InputException.Of(name, ["there is no ffmpeg on this host, and an episode cannot be rendered without it: install it or set FFMPEG_PATH"]);
        RequireFont(name);

        var models = EpisodeModels.Create(services, spec, name);
        var upload = UploadOf(services, spec, name);
        var ticks = spec.Preview ? 0 : EpisodePrices.PerEpisode(services, models, spec);
        var range = RangeOf(spec, request, name);
        var reader = spec.Stories is { } stories ? new StoryReader(stories) : null;
        var orders = reader?.ReadAsync(cancellationToken) ?? Wanted(spec);
        var (planPath, total) = await ScratchPlan.CreateAsync(services, path => PlanAsync(path, orders, spec.Blocklist, range, name, cancellationToken));
        var forecast = ForecastOf(spec, request, total, ticks);
        var specText = JsonSerializer.Serialize(spec with { Stories = spec.Stories?.WithoutEntries() }, DurableJson.Options);
        var fingerprint = TextHash.Sha256(specText + request.Items);
        return new PreparedScratchBatch<EpisodeOrder, EpisodeSettings>
        {
            Pipeline = EpisodeNames.Pipeline,
            Project = spec.Project,
            Provider = models.All.FirstOrDefault(choice => choice.Missing is null)?.Provider ?? "offline",
            Total = total,
            UsesSimulator = request.Simulated.Count > 0,
            Concurrency = spec.BatchSize,
            BudgetTicks = BatchMoney.Ticks(spec.BudgetUsd),
            SpecPath = request.Spec.FullPath,
            SpecFingerprint = fingerprint,
            InputFingerprint = TextHash.Sha256(fingerprint + reader?.Sha256),
            PlanPath = planPath,
            RerunFrom = request.RerunFrom,
            TimeZone = spec.Publish.TimeZone,
            Settings = SettingsOf(spec, request, models) with { Upload = upload },
            ForecastInput = forecast,
            Forecast = RunForecaster.Create(forecast),
        };
    }

    /// <summary>Captions and thumbnails are drawn when everything is paid: what they need is asked for before.</summary>
    private static void RequireFont(string name)
    {
        try
        {
            FontFile.Find();
        }
        catch (MediaException missing)
        {
            throw InputException.Of(name, [$"{missing.Message} {missing.Hint}"]);
        }
    }

    /// <summary>Which of the stories are told; those that are found are as many as are wanted.</summary>
    private static ItemRange? RangeOf(EpisodeSpec spec, RunRequest request, string name)
    {
        if (spec.Stories is null || spec.BatchCount is not { } count) return request.Items;
        return request.Items is null
            ? ItemRange.FirstItems(count)
            : throw InputException.Of(name, [$"{EpisodeFields.BatchCount.Name} and a range of items both choose stories; give one of them"]);
    }

    /// <summary>Episodes whose stories are found when their turn comes.</summary>
    private static IAsyncEnumerable<EpisodeOrder> Wanted(EpisodeSpec spec) => Enumerable.Range(0, spec.BatchCount ?? 1)
        .Select(index => new EpisodeOrder { Index = index, Id = string.Create(CultureInfo.InvariantCulture, $"episode-{index + 1:0000}"), Sources = spec.Sources })
        .ToAsyncEnumerable();

    private static async Task<int> PlanAsync(
        string path, IAsyncEnumerable<EpisodeOrder> orders, Blocklist blocklist, ItemRange? range, string name, CancellationToken cancellationToken)
    {
        var (total, all) = await ScratchPlan.WriteAsync(
            path, orders, range, (order, index) => order with { Index = index, Blocklist = blocklist.IsEmpty ? null : blocklist }, cancellationToken);
        return total > 0 ? total : throw InputException.Of(name, [$"the plan has {all} stories; none of them lies in the range {range}"]);
    }

    /// <summary>How episodes are uploaded; what the channel would not take is refused here, before anything is paid.</summary>
    private static VideoUploadTerms? UploadOf(PipelineServices services, EpisodeSpec spec, string name)
    {
        var isThere = services.Providers.VideoPublishers.TryGetValue(UploadActivities.Target, out var publisher);
        if (spec.Upload == true && !isThere)
        {
            throw InputException.Of(name, ["upload: this host has no account to upload with: set YOUTUBE_CLIENT_ID, YOUTUBE_CLIENT_SECRET and YOUTUBE_REFRESH_TOKEN, or leave it out"]);
        }

        if (spec.Preview || !isThere || spec.Upload == false) return null;
        var video = new VideoPublication
        {
            Title = "Probe",
            RunTag = "fp-000000000000",
            CategoryId = spec.Publish.CategoryId,
            Visibility = spec.Publish.Visibility,
            PublishAt = spec.Publish.Slots.Count == 0 ? null : services.Clock.GetUtcNow().AddDays(1),
        };
        var problems = publisher!.Validate(video, 1).ToList();
        return problems.Count == 0 ? spec.Publish : throw InputException.Of(name, problems.Select(problem => $"publish: {problem}"));
    }

    private static EpisodeSettings SettingsOf(EpisodeSpec spec, RunRequest request, EpisodeModels models)
    {
        var (width, height) = EpisodeFields.SizeOf(spec.Size);
        return new EpisodeSettings
        {
            Project = spec.Project,
            RequestsPerMinute = spec.RequestsPerMinute,
            Seed = spec.Seed,
            Caps = BatchMoney.Caps(request, models.All.Select(choice => choice.Provider)),
            Fork = BatchForks.Of(request, EpisodeNames.Steps),
            Writers = models.Writers,
            Images = models.Images,
            Voices = models.Voices,
            Heads = models.Heads,
            Pattern = spec.Pattern,
            DurationSeconds = spec.Duration,
            Topic = spec.Topic,
            Style = spec.Style,
            Grade = spec.Grade,
            WidthPx = width,
            HeightPx = height,
            GateScore = spec.ValidationThreshold,
            TriesMax = spec.TriesMax,
            AnswersMax = AnswersMax,
            CallsInFlight = spec.CallsInFlight,
            HasMusic = spec.Music,
            Thumbnail = spec.Thumbnail,
            HasThumbnailText = spec.ThumbnailText,
            IsPreview = spec.Preview,
            StopAt = spec.StopAt,
        };
    }

    private static ForecastInput ForecastOf(EpisodeSpec spec, RunRequest request, int total, long ticks) => new()
    {
        Items = total,
        Concurrency = spec.BatchSize,
        TicksPerItem = ticks,
        JitterMinSeconds = 0,
        JitterMaxSeconds = 0,
        SubmitsPerMinute = spec.RequestsPerMinute / (double)EpisodePrices.UsualCalls,
        PaidAttemptsMax = 1,
        Profile = ProviderProfiles.Episodes(request.Simulated.Count > 0),
        Seed = spec.Seed,
    };
}

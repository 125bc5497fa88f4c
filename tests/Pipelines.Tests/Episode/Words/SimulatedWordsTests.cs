using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.OpenAi;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Simulator;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Words;

/// <summary>The four steps against the simulator over HTTP, with the real adapter: the sample stories become scripts that fit.</summary>
public sealed class SimulatedWordsTests : IAsyncLifetime
{
    private static readonly string s_samples = Path.Combine(RepositoryRoot.Path, "samples", "episode");

    private readonly TemporaryFolder _folder = new();
    private SimulatorHost _simulator = null!;
    private ProviderSet _providers = null!;

    public Task InitializeAsync() => StartAsync("none");

    public async Task DisposeAsync()
    {
        _providers.Dispose();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("the-dearest-thing", 30)]
    [InlineData("the-dearest-thing", 45)]
    [InlineData("the-dearest-thing", 60)]
    [InlineData("the-kings-riddle", 30)]
    [InlineData("the-kings-riddle", 45)]
    [InlineData("the-kings-riddle", 60)]
    public async Task A_sample_becomes_a_script_that_fits_its_length(string name, int seconds)
    {
        var script = await WriteAsync(BriefOf(name) with { Seconds = seconds });

        EpisodeScripts.SpokenSeconds(script).ShouldBeInRange(Math.Max(30, seconds * 0.85), Math.Min(60, seconds * 1.15) + 0.01);
        script.Characters.Count.ShouldBeGreaterThan(1);
        script.Lines.Select(line => line.CharacterId).Distinct().Count().ShouldBe(2);
        script.Broll.Select(scene => scene.Beat).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public async Task Two_stories_with_one_character_describe_it_in_the_same_words()
    {
        var first = await WriteAsync(BriefOf("the-kings-riddle"));
        var second = await WriteAsync(BriefOf("the-dearest-thing"));

        var mara = first.Characters.Single(character => character.Id == "mara");
        second.Characters.Single(character => character.Id == "mara").Appearance.ShouldBe(mara.Appearance);
        second.Characters.Single(character => character.Id == "mara").Voice.ShouldBe(mara.Voice);
    }

    [Theory]
    [InlineData(EditPattern.TalkingHeadHeavy)]
    [InlineData(EditPattern.BrollCinematic)]
    public async Task The_pattern_that_is_set_is_the_pattern_that_comes(EditPattern pattern) =>
        (await WriteAsync(BriefOf("the-dearest-thing") with { Pattern = pattern })).Pattern.ShouldBe(pattern);

    [Fact]
    public async Task An_unfit_answer_is_mended_by_one_repair()
    {
        await DisposeAsync();
        await StartAsync("""[{"match":{"operation":"chat","nth":3},"fault":{"kind":"unfit-answer"}}]""");
        var brief = BriefOf("the-dearest-thing");
        var retelling = RetellingReader.Read(await AskAsync(WordRequests.Rewrite(brief)), brief).Value!;
        var cast = CastReader.Read(await AskAsync(WordRequests.Cast(brief, retelling)), brief).Value!;
        var request = WordRequests.Plan(brief, retelling, cast);
        var answer = await AskAsync(request);
        var unfit = PlanReader.Read(answer, brief, retelling, cast);

        unfit.Problems.ShouldNotBeEmpty();
        var repaired = PlanReader.Read(await AskAsync(WordRequests.Repair(request, answer, unfit.ProblemLines())), brief, retelling, cast);
        repaired.LastRound().Verdict!.IsFit.ShouldBeTrue();
    }

    [Fact]
    public async Task The_stories_of_the_simulated_sources_become_scripts_too()
    {
        var stories = await _providers.Stories["hackernews"].ListAsync(new StoryQuery(20), CancellationToken.None);

        stories.Count.ShouldBe(6);
        foreach (var story in stories)
        {
            var script = await WriteAsync(new EpisodeBrief(story.Title, story.Text) { Seed = 1 });
            EpisodeScripts.SpokenSeconds(script).ShouldBeInRange(38, 52);
        }
    }

    private static EpisodeBrief BriefOf(string name)
    {
        var story = StoryText.Read(File.ReadAllText(Path.Combine(s_samples, name + ".md")));
        return new EpisodeBrief(story.Title, story.Text) { Seed = 1 };
    }

    private async Task StartAsync(string faults)
    {
        Directory.CreateDirectory(_folder.Path);
        var script = Path.Combine(_folder.Path, "faults.json");
        await File.WriteAllTextAsync(script, faults);
        _simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Seed = 5, TimeScale = 0, RateLimitPerSecond = 0, Faults = faults == "none" ? faults : script }, TimeProvider.System, CancellationToken.None);
        _providers = new ProviderSet(
            [new ProviderAccess(OpenAiProvider.Id, new Uri(_simulator.Address, OpenAiProvider.Id), "simulator")], TimeProvider.System, new Random(1), NullLoggerFactory.Instance,
            stories: StoryAddresses.Simulated(_simulator.Address));
    }

    private async Task<EpisodeScript> WriteAsync(EpisodeBrief brief)
    {
        var retelling = Fit(RetellingReader.Read(await AskAsync(WordRequests.Rewrite(brief)), brief));
        var cast = Fit(CastReader.Read(await AskAsync(WordRequests.Cast(brief, retelling)), brief));
        return EpisodeScripts.Assemble(retelling, cast, Fit(PlanReader.Read(await AskAsync(WordRequests.Plan(brief, retelling, cast)), brief, retelling, cast)));
    }

    private static T Fit<T>(WrittenWords<T> words)
        where T : class
    {
        words.Unreadable.ShouldBeNull();
        words.ProblemLines().ShouldBeEmpty();
        return words.Value!;
    }

    private async Task<ChatAnswer> AskAsync(ChatRequest request)
    {
        var reply = await Reserved.RunAsync(OpenAiProvider.Id, reservation => _providers.Chat[OpenAiProvider.Id].SubmitAsync(request with { Model = "gpt-5.4-mini" }, reservation, CancellationToken.None));
        return new ChatAnswer(reply.Text, reply.Ending, reply.Refusal, reply.Usage.PromptTokens, reply.Usage.OutputTokens);
    }
}

using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Stories;

/// <summary>Which story is told, and that none is told twice.</summary>
public sealed class StoryFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ListedStories _news = new("hackernews");
    private readonly UsedStories _used;
    private readonly StoryFinder _finder;
    private readonly IReadOnlyList<StoryPlace> _places = [new StoryPlace("hackernews", "top")];

    public StoryFinderTests()
    {
        _used = new UsedStories(new InMemoryTableStore(_clock), _clock);
        _finder = new StoryFinder(new Dictionary<string, IStorySource> { ["hackernews"] = _news }, _used, _clock);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_best_story_is_taken_and_the_next_one_the_next_time()
    {
        _news.Stories = [Story("1", "dull", quotes: 0), Story("2", "lively", quotes: 4), Story("3", "middling", quotes: 2)];

        (await TakeAsync("run-1")).Chosen!.Key.ShouldBe("hackernews:2");
        (await TakeAsync("run-2")).Chosen!.Key.ShouldBe("hackernews:3");
        (await TakeAsync("run-3")).Chosen!.Key.ShouldBe("hackernews:1");
        var none = await TakeAsync("run-4");
        none.Chosen.ShouldBeNull();
        none.WhyNone().ShouldBe("There is no story to tell: of 3 stories: 3 used. No money was spent.");
    }

    [Fact]
    public async Task Of_equals_the_first_key_is_taken()
    {
        _news.Stories = [Story("9", "ninth"), Story("10", "tenth"), Story("8", "eighth")];

        (await TakeAsync("run-1")).Chosen!.Key.ShouldBe("hackernews:10");
    }

    [Fact]
    public async Task Who_asks_again_gets_the_same_story()
    {
        _news.Stories = [Story("1", "one"), Story("2", "two", quotes: 3)];
        var first = await TakeAsync("run-1");
        _news.Stories = [Story("3", "three", quotes: 4), .. _news.Stories];

        (await TakeAsync("run-1")).Chosen!.Key.ShouldBe(first.Chosen!.Key);
        (await _used.ListAsync("default", CancellationToken.None)).Count.ShouldBe(1);

        _news.Stories = [];
        (await TakeAsync("run-1")).Chosen!.Story.Text.ShouldBe(first.Chosen!.Story.Text, "the source has moved on, and the story is the run's all the same");
    }

    [Fact]
    public async Task Of_two_runs_at_once_each_gets_a_story_of_its_own()
    {
        _news.Stories = [.. Enumerable.Range(0, 20).Select(index => Story($"{index}", $"story{index}"))];

        var choices = await Task.WhenAll(Enumerable.Range(0, 20).Select(run => Task.Run(() => TakeAsync($"run-{run}"))));

        choices.Select(choice => choice.Chosen!.Key).Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task The_same_text_and_the_same_address_under_another_id_are_the_same_story()
    {
        _news.Stories = [Story("1", "one", quotes: 4) with { Url = new Uri("https://www.example.com/a/?utm_source=x") }];
        await TakeAsync("run-1");
        _news.Stories = [Story("2", "one", quotes: 4), Story("3", "other") with { Url = new Uri("http://example.com/a#top") }];

        (await TakeAsync("run-2")).Chosen.ShouldBeNull();
    }

    [Fact]
    public async Task A_text_with_a_few_words_changed_is_the_same_story_and_another_text_is_not()
    {
        _news.Stories = [Story("1", "fox")];
        await TakeAsync("run-1");
        var words = _news.Stories[0].Text.Split(' ');
        words[10] = "changed";
        words[60] = "too";
        _news.Stories = [_news.Stories[0] with { Id = "2", Text = string.Join(' ', words) }, Story("3", "crow")];

        var choice = await TakeAsync("run-2");

        choice.Chosen!.Key.ShouldBe("hackernews:3");
        choice.Seen.Single(seen => seen.Found.Key == "hackernews:2").LeftOut.ShouldBe("used: nearly the same as 'fox'");
    }

    [Fact]
    public async Task A_story_that_is_given_back_can_be_told_by_another_run_and_projects_do_not_share()
    {
        _news.Stories = [Story("1", "one")];
        await TakeAsync("run-1");
        await _used.ReleaseAsync("default", "run-1", CancellationToken.None);
        await _used.ReleaseAsync("default", "run-1", CancellationToken.None);

        (await TakeAsync("run-2")).Chosen!.Key.ShouldBe("hackernews:1");
        (await _finder.TakeAsync(new StoryWish("other"), _places, "run-3", CancellationToken.None)).Chosen!.Key.ShouldBe("hackernews:1");
    }

    [Fact]
    public async Task What_the_blocklist_names_is_left_out_with_the_reason()
    {
        var wish = new StoryWish("default") { Blocklist = new Blocklist(["ghost ship"], ["bad.example"], ["Troll"]) };
        _news.Stories =
        [
            Story("1", "A Ghost-Ship"), Story("2", "two") with { Url = new Uri("https://news.bad.example/2") }, Story("3", "three") with { Author = "troll" },
            Story("4", "four") with { Text = "Too short." }, Story("5", "fine"),
        ];

        var choice = await _finder.PreviewAsync(wish, _places, CancellationToken.None);

        choice.Chosen!.Key.ShouldBe("hackernews:5");
        choice.Seen.Where(seen => seen.LeftOut is not null).OrderBy(seen => seen.Found.Key).Select(seen => seen.LeftOut).ShouldBe(
            ["blocked: contains 'ghost ship'", "blocked: site 'bad.example'", "blocked: author 'troll'", "too short: 2 words, at least 60 are wanted"]);
    }

    [Fact]
    public async Task A_source_that_is_down_is_told_and_the_others_are_used()
    {
        _news.Stories = [Story("1", "one")];
        var finder = new StoryFinder(
            new Dictionary<string, IStorySource> { ["hackernews"] = _news, ["feeds"] = new ListedStories("feeds") { IsDown = true } }, _used, _clock);

        var choice = await finder.TakeAsync(
            new StoryWish("default"), [new StoryPlace("feeds", "https://example.com/feed"), new StoryPlace("reddit", "x"), .. _places], "run-1", CancellationToken.None);

        choice.Chosen!.Key.ShouldBe("hackernews:1");
        choice.Failures.Count.ShouldBe(2);
        choice.Failures[1].ShouldBe("there is no source 'reddit'; there is: feeds, files, hackernews");
    }

    [Fact]
    public async Task Files_give_their_title_and_text_without_notes()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "fox.md"), "# The Fox\n\n> a note\n\n" + Story("1", "x").Text);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "ignored.json"), "{}");

        var choice = await _finder.TakeAsync(new StoryWish("default"), [new StoryPlace("files", _folder.Path)], "run-1", CancellationToken.None);

        (choice.Chosen!.Key, choice.Chosen.Story.Title).ShouldBe(("files:fox", "The Fox"));
        choice.Chosen.Story.Text.ShouldNotContain("note");
    }

    [Fact]
    public async Task Files_that_are_no_stories_are_all_told_and_the_others_are_used()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "a.txt"), [0xC3, 0x28]);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "b.md"), "# Only a title");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "c.md"), "# The Crow\n\n" + Story("1", "x").Text);

        var (stories, problems) = await StoryFiles.ReadAsync(_folder.Path, CancellationToken.None);
        var choice = await _finder.TakeAsync(new StoryWish("default"), [new StoryPlace("files", _folder.Path)], "run-1", CancellationToken.None);

        problems.Select(problem => Path.GetFileName(problem.File)).ShouldBe(["a.txt", "b.md"]);
        problems[1].Message.ShouldBe("the file has a title and no story");
        stories.ShouldHaveSingleItem().Key.ShouldBe("files:c");
        choice.Chosen!.Key.ShouldBe("files:c");
        choice.Failures.Count.ShouldBe(2);
        (await StoryFiles.ReadAsync(Path.Combine(_folder.Path, "none.md"), CancellationToken.None)).Problems.ShouldHaveSingleItem().Message.ShouldContain("there is no such file");
    }

    [Theory]
    [InlineData("# The Fox\n\n> a note\nHe ran.", "The Fox", "He ran.")]
    [InlineData("The Fox\n\nHe ran.", "The Fox", "He ran.")]
    [InlineData("He ran all day.\nThen he slept.", "He ran all day.", "He ran all day.\nThen he slept.")]
    [InlineData("He ran.", "He ran.", "He ran.")]
    [InlineData("> only notes", "", "")]
    public void A_title_is_what_stands_apart_and_a_first_sentence_is_part_of_the_story(string whole, string title, string text) =>
        StoryText.Read(whole).ShouldBe(new StoryText(title, text));

    [Fact]
    public void A_topic_and_points_and_youth_count_for_a_story()
    {
        var story = Story("1", "The Fox") with { Points = 100, PublishedAt = _clock.GetUtcNow() };

        StoryRank.Of(story, "foxes", _clock.GetUtcNow()).Topic.ShouldBe(0);
        StoryRank.Of(story, "the fox", _clock.GetUtcNow()).Score.ShouldBeGreaterThan(StoryRank.Of(story, "submarines", _clock.GetUtcNow()).Score);
        StoryRank.Of(story, null, _clock.GetUtcNow()).Score.ShouldBeGreaterThan(StoryRank.Of(story with { Points = 0 }, null, _clock.GetUtcNow()).Score);
        StoryRank.Of(story, null, _clock.GetUtcNow().AddDays(7)).Freshness.ShouldBe(0.5);
    }

    private Task<StoryChoice> TakeAsync(string owner) => _finder.TakeAsync(new StoryWish("default"), _places, owner, CancellationToken.None);

    // Two hundred words that belong to the title alone.
    private static Story Story(string id, string title, int quotes = 1)
    {
        var random = new Random(title.Aggregate(17, (sum, letter) => (sum * 31) + letter));
        var words = string.Join(' ', Enumerable.Range(0, 200).Select(_ => $"w{random.Next(100_000)}"));
        return new Story(id, title, words + string.Concat(Enumerable.Repeat(" \"Yes.\"", quotes)), null);
    }

    private sealed class ListedStories(string id) : IStorySource
    {
        public IReadOnlyList<Story> Stories { get; set; } = [];

        public bool IsDown { get; init; }

        public string ProviderId => id;

        public Task<IReadOnlyList<Story>> ListAsync(StoryQuery query, CancellationToken cancellationToken) => IsDown
            ? throw new ProviderException(new ProviderFailure
            {
                Provider = id, Operation = "stories", Code = ProviderErrorCode.Timeout, Message = "no reply", Hint = "", IsRetryable = true, MoneySpent = MoneySpent.No, NeverLeft = false,
            })
            : Task.FromResult(Stories);
    }
}

using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

/// <summary>Episodes that find their stories, and one a day, as a person or a timer asks for them. They stop before anything slow.</summary>
public sealed class EpisodeDailyTests : IDisposable
{
    private static readonly string[] s_short = ["--stop-at", "story_generated", "--no-upload", "--json"];

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Stories_are_found_each_once_and_when_none_is_left_the_episode_says_so()
    {
        var five = (await _home.RunAsync(["episode", "--source", "hackernews", "--batch-count", "5", .. s_short])).ShouldExitWith(0).Json;
        var told = five["tasks"]!.AsArray().Select(task => KeyOf(five, (string)task!["id"]!)).ToList();
        told.ShouldBeUnique();
        told.ShouldAllBe(key => key.StartsWith("hackernews:"));

        // A fork tells the same stories again, and pays for none.
        var fork = (await _home.RunAsync(["episode", "--source", "hackernews", "--batch-count", "5", "--fork", (string)five["runId"]!, .. s_short])).ShouldExitWith(0).Json;
        fork["tasks"]!.AsArray().Select(task => KeyOf(fork, (string)task!["id"]!)).ShouldBe(told);
        ((long)fork["cost"]!["spentTicks"]!).ShouldBe(0);

        // The simulated source has six: of two episodes one gets the last.
        var two = (await _home.RunAsync(["episode", "--source", "hackernews", "--batch-count", "2", .. s_short])).ShouldExitWith(100).Json;
        var last = two["tasks"]!.AsArray().Single(task => (string)task!["status"]! == "succeeded")!;
        told.ShouldNotContain(KeyOf(two, (string)last["id"]!));
        var without = two["tasks"]!.AsArray().Single(task => (string)task!["status"]! == "failed")!;
        ((string)without["error"]!["code"]!, (string)without["failedStage"]!).ShouldBe(("no_story", "FindStory"));
        ((string)without["error"]!["hint"]!).ShouldStartWith("Add stories");

        // A story that is put into the home is there at once.
        var stories = Directory.CreateDirectory(Path.GetFullPath(Path.Combine((string)five["runFolder"]!, "..", "..", "assets", "stories"))).FullName;
        File.Copy(Path.Combine(BuiltPrograms.RepositoryRoot, "samples", "episode", "the-dearest-thing.md"), Path.Combine(stories, "mine.md"));
        var mine = (await _home.RunAsync(["episode", "--source", "home", .. s_short])).ShouldExitWith(0).Json;
        KeyOf(mine, "episode-0001").ShouldBe("home:mine");
    }

    [Fact]
    public async Task The_run_of_a_day_is_one_run_however_often_it_is_asked_for()
    {
        Directory.CreateDirectory(_home.File("stories"));
        _home.Write("stories/crow.md", "# The Crow\n\n" + string.Join(' ', Enumerable.Repeat("She said \"Come\" and the old king came to the house at night, and nobody knew.", 12)));

        // The specification is the one of the page that tells of it.
        var page = await File.ReadAllTextAsync(Path.Combine(BuiltPrograms.RepositoryRoot, "docs", "pipelines", "episode.md"));
        _home.Write("daily.yaml", page.Split("```yaml\n")[1].Split("```")[0]);
        string[] daily = ["episode", "--input-file", "daily.yaml", "--daily-mode", "--stop-at", "story_generated", "--json"];

        var first = (await _home.RunAsync(daily)).ShouldExitWith(0).Json;
        var again = (await _home.RunAsync(daily)).ShouldExitWith(0);

        KeyOf(first, "episode-0001").ShouldMatch("^(files:crow|hackernews:480000[0-9]{2})$");
        ((string)again.Json["runId"]!).ShouldBe((string)first["runId"]!);
        again.Error.ShouldContain("Project tales has had its run of ");
        (await _home.RunAsync([.. daily, "--project", "others"])).ShouldExitWith(0).Json["runId"]!.ToString().ShouldNotBe((string)first["runId"]!);
    }

    [Theory]
    [InlineData("'--input-file' or '--source' is required")]
    [InlineData("--input-file and --source contradict each other", "--source", "hackernews", "--input-file", "x.md")]
    [InlineData("--daily-mode and --new contradict each other", "--source", "hackernews", "--daily-mode", "--new")]
    [InlineData("--daily-mode and --preview contradict each other", "--source", "hackernews", "--daily-mode", "--preview")]
    [InlineData("sources: there is no such file or folder", "--source", "reddit")]
    public async Task What_makes_no_sense_is_refused(string problem, params string[] arguments) =>
        (await _home.RunAsync(["episode", .. arguments])).ShouldExitWith(1).Error.ShouldContain(problem);

    private static string KeyOf(JsonObject run, string id) =>
        (string)JsonNode.Parse(File.ReadAllText(Path.Combine((string)run["runFolder"]!, "storage", "episodes", id + ".json")))!["origin"]!["key"]!;
}

using System.Text;
using System.Text.Json;
using FunctionsPipeline.Pipelines.Episode;
using FunctionsPipeline.Pipelines.Episode.Input;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Tests.Episode;

/// <summary>Specifications of episodes, stories and scripts.</summary>
public sealed class EpisodeSpecTests
{
    private const string Script = """
        {"title":"T","description":"D","tags":["a"],"thumbnailText":"Two words","pattern":"mixed_rapid",
         "characters":[{"id":"mara","name":"Mara","appearance":"A woman","voice":{"gender":"female","age":"young","tone":"warm"},"depth":{"want":"w","fear":"f","secret":"s"}}],
         "beats":[{"kind":"hook","narration":"n","emotion":"e"},{"kind":"setup","narration":"n","emotion":"e"},{"kind":"conflict","narration":"n","emotion":"e"},
                  {"kind":"twist","narration":"n","emotion":"e"},{"kind":"resolution","narration":"n","emotion":"e"}],
         "lines":[{"characterId":"mara","beat":"hook","text":"Hello.","emotion":"joy"},{"characterId":"mara","beat":"twist","text":"Well.","emotion":"joy"}],
         "broll":[{"beat":"hook","prompt":"p","emotion":"e"},{"beat":"setup","prompt":"p","emotion":"e"},{"beat":"twist","prompt":"p","emotion":"e"},{"beat":"twist","prompt":"p","emotion":"e"}]}
        """;

    [Fact]
    public async Task The_shipped_schema_is_the_one_the_reader_goes_by()
    {
        var path = Path.Combine(RepositoryRoot.Path, "docs", "schemas", "episode.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMAS") == "1") await File.WriteAllTextAsync(path, EpisodeFields.SchemaText());

        (await File.ReadAllTextAsync(path)).ShouldBe(EpisodeFields.SchemaText(), "run this test with UPDATE_SCHEMAS=1 and commit the file");
    }

    [Fact]
    public async Task Every_field_is_documented()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "pipelines", "episode.md"));

        foreach (var field in EpisodeFields.All.Concat(StoryFields.All)) page.ShouldContain($"| `{field.Name}` |");
    }

    [Theory]
    [InlineData("""{"pipeline":"episode"}""", "stories: the field is missing")]
    [InlineData("""{"pipeline":"episode","stories":[{"text":"a"}],"duration":29}""", "duration: the value is not allowed; found 29; allowed: a whole number from 30 to 60")]
    [InlineData("""{"pipeline":"episode","sources":[]}""", "sources: the value is not allowed; found a list of 0")]
    [InlineData("""{"pipeline":"episode","sources":["hackernews","hackernews"]}""", "sources: the value is not allowed")]
    [InlineData("""{"pipeline":"episode","sources":"hackernews/hot"}""", "sources: there is no such list; found 'hackernews/hot'; allowed: hackernews/top, hackernews/new")]
    [InlineData("""{"pipeline":"episode","sources":["http://feeds.example/a.xml"]}""", "sources: this is no address of a feed")]
    [InlineData("""{"pipeline":"episode","sources":["https://me:secret@feeds.example/a.xml"]}""", "sources: this is no address of a feed")]
    [InlineData("""{"pipeline":"episode","sources":["/etc"]}""", "sources: a path is not taken here; found '/etc'; allowed: hackernews, ")]
    [InlineData("""{"pipeline":"episode","sources":"home","stories":[{"text":"a"}]}""", "stories: stories are given and looked for; allowed: stories or sources, one of the two")]
    [InlineData("""{"pipeline":"episode","sources":"home","batchCount":0}""", "batchCount: the value is not allowed; found 0; allowed: a whole number from 1 to 1000")]
    [InlineData("""{"pipeline":"episode","sources":"home","blocklist":{"word":["x"]}}""", "blocklist.word: there is no such field; did you mean 'words'?")]
    [InlineData("""{"pipeline":"episode","stories":[{"text":"a"}],"grade":"noir"}""", "allowed: cinematic, warm, neutral")]
    [InlineData("""{"pipeline":"episode","stories":[{"text":"a"}],"size":"101x201"}""", "size: the value is not allowed")]
    [InlineData("""{"pipeline":"episode","stories":[{"text":"a"}],"patern":"mixed_rapid"}""", "did you mean 'pattern'?")]
    [InlineData("""{"pipeline":"episode","stories":[{"text":"a"}],"publish":{"slots":["25:00"]}}""", "publish.slots: the value is not allowed")]
    [InlineData("""{"pipeline":"episode","stories":[{"text":"a"}],"publish":{"timeZone":"Mars/Olympus"}}""", "publish.timeZone: there is no such time zone")]
    [InlineData("""{"pipeline":"episode","stories":[{"text":"a"}],"publish":{"visibilty":"public"}}""", "did you mean 'visibility'?")]
    public async Task What_is_wrong_with_a_specification_is_named(string spec, string problem) =>
        (await Should.ThrowAsync<InputException>(() => ReadAsync(spec))).Message.ShouldContain(problem);

    [Theory]
    [InlineData("""[{"id":"a","text":"x"},{"id":"A","text":"y"}]""", "the id is already that of the story in line 1")]
    [InlineData("""[{"id":"../a","text":"x"}]""", "id: the value is not allowed")]
    [InlineData("""["only text"]""", "this is not a story")]
    [InlineData("""[{"title":"x"}]""", "text: the field is missing")]
    public async Task What_is_wrong_with_a_story_is_named(string stories, string problem) =>
        (await Should.ThrowAsync<InputException>(() => StoriesAsync(stories))).Message.ShouldContain(problem);

    [Theory]
    [InlineData("\"characterId\":\"mara\",\"beat\":\"hook\"", "\"characterId\":\"stranger\",\"beat\":\"hook\"", "a line belongs to nobody; found 'stranger'; allowed: mara")]
    [InlineData("\"kind\":\"setup\"", "\"kind\":\"hook\"", "the beats are not one of each kind in order")]
    [InlineData("\"pattern\":\"mixed_rapid\"", "\"pattern\":\"slow\"", "script.pattern: the value is not allowed; found the text 'slow'")]
    [InlineData("\"gender\":\"female\"", "\"gendr\":\"female\"", "script.characters[0].voice.gendr: there is no such field; did you mean 'gender'?")]
    [InlineData("\"description\":\"D\",", "", "script.description: the field is missing")]
    public async Task What_is_wrong_with_a_script_is_named(string right, string wrong, string problem)
    {
        var stories = $$"""[{"id":"a","script":{{Script.Replace(right, wrong, StringComparison.Ordinal)}}}]""";

        (await Should.ThrowAsync<InputException>(() => StoriesAsync(stories))).Message.ShouldContain(problem);
    }

    [Fact]
    public async Task A_script_is_read_as_it_is_written()
    {
        var order = (await StoriesAsync($$"""[{"id":"a","script":{{Script}}}]""")).ShouldHaveSingleItem();

        order.Title.ShouldBe("T");
        order.Script!.Characters[0].Voice.ShouldBe(new Pipelines.Episode.Script.VoiceProfile("female", "young", "warm"));
        order.Script.Lines.Count.ShouldBe(2);
        JsonSerializer.Serialize(order.Script.Beats[3].Kind).ShouldNotBeNull();
    }

    private static async Task<EpisodeSpec> ReadAsync(string spec) =>
        await EpisodeSpecReader.ReadAsync(new RunRequest { Spec = new SpecSource.OfJson("spec", Encoding.UTF8.GetBytes(spec)) }, CancellationToken.None);

    private static async Task<List<EpisodeOrder>> StoriesAsync(string stories)
    {
        var spec = await ReadAsync($$"""{"pipeline":"episode","stories":{{stories}}}""");
        return await new StoryReader(spec.Stories!).ReadAsync(CancellationToken.None).ToListAsync();
    }
}

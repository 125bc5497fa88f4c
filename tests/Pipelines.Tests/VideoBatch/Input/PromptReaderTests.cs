using FunctionsPipeline.Pipelines.Input;
using System.Text;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

public sealed class PromptReaderTests : IDisposable
{
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Text_gives_a_prompt_a_line_without_comments_and_blanks()
    {
        var prompts = await _folder.ReadPromptsAsync("p.txt", "# heading\n\n  a ball  \r\n\n  # another\na kite");

        prompts.ShouldBe([new PromptEntry("p0001", "a ball", null, null, 3), new PromptEntry("p0002", "a kite", null, null, 6)]);
    }

    public static TheoryData<string, string> Formats { get; } = new()
    {
        { "p.jsonl", "\"a ball\"\n\n{\"id\": \"kite\", \"text\": \"a kite\\nin wind\", \"priority\": \"high\", \"expects\": [\"ballistic\"]}\n" },
        { "p.json", "[\n\"a ball\",\n{\"id\": \"kite\", \"prompt\": \"a kite\\nin wind\", \"priority\": \"high\", \"expects\": [\"ballistic\"]}\n]\n" },
        { "p.yaml", "- a ball\n\n- id: kite\n  text: \"a kite\\nin wind\"\n  priority: high\n  expects: [ballistic]\n" },
        { "p.yml", "# list\n- a ball\n- {id: kite, prompt: \"a kite\\nin wind\", priority: high, expects: [ballistic]}\n" },
        { "p.csv", "id,prompt,priority,expects\n,a ball,,\nkite,\"a kite\nin wind\",high,ballistic\n" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Every_format_gives_the_same_prompts(string name, string text)
    {
        var prompts = await _folder.ReadPromptsAsync(name, text);

        prompts.Count.ShouldBe(2);
        prompts[0].ShouldBe(new PromptEntry("p0001", "a ball", null, null, prompts[0].Line));
        prompts[1].Id.ShouldBe("kite");
        prompts[1].Text.ShouldBe("a kite\nin wind");
        prompts[1].Priority.ShouldBe(ItemPriority.High);
        prompts[1].Expects.ShouldBe(["ballistic"]);
    }

    [Theory]
    [InlineData("p.jsonl", "\"a\"\n\n\"b\"\n", 1, 3)]
    [InlineData("p.json", "[\n  \"a\",\n\n  \"b\"\n]", 2, 4)]
    [InlineData("p.yaml", "- a\n\n- b\n", 1, 3)]
    [InlineData("p.csv", "text\n\"a\nx\"\n\nb\n", 2, 5)]
    public async Task Prompts_know_their_lines(string name, string text, int first, int second)
    {
        var prompts = await _folder.ReadPromptsAsync(name, text);

        prompts.Select(prompt => prompt.Line).ShouldBe([first, second]);
    }

    [Theory]
    [InlineData("p.txt", "a ball")]
    [InlineData("p.jsonl", "\"a ball\"")]
    [InlineData("p.json", "[\"a ball\"]")]
    [InlineData("p.yaml", "- a ball")]
    [InlineData("p.csv", "text\na ball")]
    public async Task A_byte_order_mark_is_no_part_of_the_text(string name, string text)
    {
        var prompts = await _folder.ReadPromptsAsync(name, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]);

        prompts.Single().Text.ShouldBe("a ball");
    }

    [Fact]
    public async Task Characters_of_several_bytes_survive_the_borders_of_blocks()
    {
        // 3-byte characters against blocks of 65,536 bytes: the borders fall inside characters.
        var lines = Enumerable.Range(0, 60).Select(number => new string('水', 3000 + number)).ToArray();

        var prompts = await _folder.ReadPromptsAsync("p.txt", string.Join('\n', lines));

        prompts.Select(prompt => prompt.Text).ShouldBe(lines);
    }

    [Fact]
    public async Task Json_entries_survive_the_borders_of_blocks()
    {
        var lines = Enumerable.Range(0, 400).Select(number => $"{number} \"quoted\" [{{,}}] \\ " + new string('é', 200 + number)).ToArray();

        var prompts = await _folder.ReadPromptsAsync("p.json", System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(lines));

        prompts.Select(prompt => prompt.Text).ShouldBe(lines);
    }

    [Fact]
    public async Task The_hash_is_that_of_the_bytes_read()
    {
        var path = _folder.Write("p.yaml", "- a ball\n# trailing comment\n");
        var reader = new PromptReader(PromptSource.FromFile(path));
        Should.Throw<InvalidOperationException>(() => reader.Sha256);

        await foreach (var _ in reader.ReadAsync())
        {
        }

        reader.Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path))));
    }

    [Fact]
    public async Task Standard_input_is_read_like_a_file()
    {
        var source = PromptSource.FromStream("stdin", EntryFormat.JsonLines, () => new MemoryStream("\"a ball\"\n"u8.ToArray()));

        var prompts = new List<PromptEntry>();
        await foreach (var prompt in new PromptReader(source).ReadAsync()) prompts.Add(prompt);

        prompts.Single().Text.ShouldBe("a ball");
    }
}

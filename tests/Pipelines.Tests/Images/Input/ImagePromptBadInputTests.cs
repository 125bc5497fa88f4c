using System.Text;
using FunctionsPipeline.Pipelines.Images;
using FunctionsPipeline.Pipelines.Images.Input;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.Images.Input;

/// <summary>Files of prompts that cannot be used: what is wrong, where, and what is allowed.</summary>
public sealed class ImagePromptBadInputTests : IDisposable
{
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("p.txt", "", "there is no prompt")]
    [InlineData("p.yaml", "[]", "there is no prompt")]
    [InlineData("p.csv", "id,prompt\n", "there is no prompt")]
    [InlineData("p.jsonl", "\n\n", "there is no prompt")]
    [InlineData("p.json", "", "the file is empty")]
    [InlineData("p.json", "{\"prompt\":\"a\"}", "p.json:1:1")]
    [InlineData("p.json", "[{\"prompt\":\"a\"},", "p.json:1")]
    [InlineData("p.json", "[\"a\",\n{\"id\":\"x\"}]", "p.json:2:1: prompt: the field is missing; allowed: text of 1 to 4000 characters")]
    [InlineData("p.json", "[\n{\"promt\":\"a\"}]", "p.json:2:2: promt: there is no such field; did you mean 'prompt'?")]
    [InlineData("p.json", "[{\"prompt\":\"a\",\"negativeprompt\":\"b\"}]", "did you mean 'negativePrompt'?")]
    [InlineData("p.yaml", "- prompt: a\n  seed: many\n", "p.yaml:2:9: seed: the value is not allowed; found the text 'many'; allowed: a whole number from 0 to 2000000000")]
    [InlineData("p.yaml", "- prompt: a\n  seed: -1\n", "allowed: a whole number from 0 to 2000000000")]
    [InlineData("p.yaml", "- prompt: a\n  seed: 3000000000\n", "allowed: a whole number from 0 to 2000000000")]
    [InlineData("p.yaml", "- prompt: a\n  aspectRatio: wide\n", "p.yaml:2:16: aspectRatio: the value is not allowed; found the text 'wide'; allowed: a ratio such as 1:1 or 16:9")]
    [InlineData("p.yaml", "- prompt: [a, b]\n", "p.yaml:1:11: prompt: the value is not allowed; found a list of 2")]
    [InlineData("p.yaml", "- prompt: a\n- 7\n- null\n", "p.yaml:2:3: this is not a prompt; found 7")]
    [InlineData("p.yaml", "- id: one\n  prompt: a\n- id: ONE\n  prompt: b\n", "p.yaml:3:7: id: the id is already that of the prompt in line 1")]
    [InlineData("p.yaml", "- id: ../../etc/passwd\n  prompt: a\n", "p.yaml:1:7: id: the value is not allowed; found the text '../../etc/passwd'")]
    [InlineData("p.yaml", "- id: .hidden\n  prompt: a\n", "not beginning with '.'")]
    [InlineData("p.yaml", "- id: 'a/b'\n  prompt: a\n", "p.yaml:1:7: id: the value is not allowed")]
    [InlineData("p.yaml", "- id: \"con\\u0000\"\n  prompt: a\n", "id: the value is not allowed")]
    [InlineData("p.yaml", "- prompt: \"a\\u0007b\"\n", "prompt: the value is not allowed")]
    [InlineData("p.yaml", "- &a prompt\n- *a\n", "anchors")]
    [InlineData("p.yaml", "- prompt: 'a\n", "p.yaml:1")]
    [InlineData("p.csv", "text\na\n", "the header has no column 'prompt'")]
    [InlineData("p.csv", "id,prompt\none,a,b\n", "p.csv:2: the row does not fit the header; found 3 cells")]
    [InlineData("p.csv", "prompt,seed\na,x\n", "p.csv:2:1: seed: the value is not allowed")]
    [InlineData("p.jsonl", "\"a\"\n{broken\n", "p.jsonl:2")]
    public async Task A_broken_file_is_refused_where_it_is_broken(string name, string text, string expected) =>
        (await RefuseAsync(name, Encoding.UTF8.GetBytes(text))).Message.ShouldContain(expected);

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused_with_line_and_byte() =>
        (await RefuseAsync("p.yaml", [.. "- a\n- caf"u8, 0xE9, (byte)'\n'])).Message.ShouldContain("the file is not UTF-8; found byte 0xE9 at byte 6 of line 2");

    [Theory]
    [InlineData("p.json", "[\"{0}\"]")]
    [InlineData("p.yaml", "- {0}\n")]
    [InlineData("p.txt", "{0}\n")]
    [InlineData("p.jsonl", "{\"prompt\":\"{0}\"}\n")]
    public async Task A_prompt_that_is_too_long_is_refused_and_the_longest_is_taken(string name, string form)
    {
        string File(int characters) => form.Replace("{0}", new string('x', characters), StringComparison.Ordinal);

        (await ReadAsync(name, Encoding.UTF8.GetBytes(File(ImagesLimits.PromptCharactersMax)))).ShouldHaveSingleItem();
        (await RefuseAsync(name, Encoding.UTF8.GetBytes(File(ImagesLimits.PromptCharactersMax + 1)))).Message.ShouldContain("allowed: text of 1 to 4000 characters");
    }

    [Fact]
    public async Task A_prompt_of_two_megabytes_takes_no_memory_and_is_refused() =>
        (await RefuseAsync("p.txt", Encoding.UTF8.GetBytes(new string('x', 2_000_000)))).Message.ShouldContain("too long");

    [Fact]
    public async Task A_bomb_of_aliases_is_refused_before_it_goes_off()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 10).Select(letter => $"{(char)letter}: &{(char)letter} [{string.Join(',', Enumerable.Repeat("*" + (char)(letter - 1), 9))}]\n"));

        (await RefuseAsync("p.yaml", Encoding.UTF8.GetBytes(bomb))).Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task At_most_twenty_problems_are_told() =>
        (await RefuseAsync("p.json", Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{\"x\":1}", 100))}]"))).Problems.Count.ShouldBe(InputLimits.ProblemsMax);

    [Fact]
    public async Task Every_format_gives_the_same_prompts()
    {
        var json = await ReadAsync("p.json", """[{"id":"one","prompt":"a, b","seed":7,"aspectRatio":"16:9"},"c"]"""u8.ToArray());
        var others = new[]
        {
            await ReadAsync("p.yaml", "- id: one\n  prompt: a, b\n  seed: 7\n  aspectRatio: 16:9\n- c\n"u8.ToArray()),
            await ReadAsync("p.jsonl", "{\"id\":\"one\",\"prompt\":\"a, b\",\"seed\":7,\"aspectRatio\":\"16:9\"}\n\"c\"\n"u8.ToArray()),
            await ReadAsync("p.csv", "id,prompt,seed,aspectRatio\none,\"a, b\",7,16:9\n,c,,\n"u8.ToArray()),
        };

        json.ShouldBe(
        [
            new ImagePrompt { Index = 0, Id = "one", Prompt = "a, b", Seed = 7, AspectRatio = "16:9" },
            new ImagePrompt { Index = 1, Id = "prompt-0002", Prompt = "c" },
        ]);
        foreach (var other in others) other.ShouldBe(json);
    }

    private async Task<List<ImagePrompt>> ReadAsync(string name, byte[] bytes)
    {
        var reader = new ImagePromptReader(new ImagePromptSource(name, _folder.Write(name, bytes), []));
        return await reader.ReadAsync(CancellationToken.None).ToListAsync();
    }

    private async Task<InputException> RefuseAsync(string name, byte[] bytes) => await Should.ThrowAsync<InputException>(ReadAsync(name, bytes));
}

using FunctionsPipeline.Pipelines.Input;
using System.Text;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

public sealed class PromptBadInputTests : IDisposable
{
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("p.txt", "")]
    [InlineData("p.txt", "# nothing\n\n")]
    [InlineData("p.jsonl", "\n \n")]
    [InlineData("p.json", "[]")]
    [InlineData("p.yaml", "")]
    [InlineData("p.yaml", "[]")]
    [InlineData("p.csv", "")]
    [InlineData("p.csv", "text\n")]
    public async Task A_file_without_prompts_is_refused(string name, string text)
    {
        var refused = await _folder.RefusePromptsAsync(name, text);

        refused.Problems.Single().Message.ShouldBe("the file holds no prompt");
    }

    [Fact]
    public async Task An_empty_json_file_is_refused()
    {
        (await _folder.RefusePromptsAsync("p.json", "")).Problems.Single().Message.ShouldBe("the file is empty");
    }

    [Fact]
    public async Task A_file_that_is_gone_is_refused()
    {
        var reader = new PromptReader(PromptSource.FromFile(Path.Combine(_folder.Path, "gone.txt")));

        var refused = await Should.ThrowAsync<InputException>(async () => await reader.ReadAsync().GetAsyncEnumerator().MoveNextAsync());

        refused.Message.ShouldContain("there is no such file");
    }

    [Theory]
    [InlineData("p.txt")]
    [InlineData("p.jsonl")]
    [InlineData("p.json")]
    [InlineData("p.yaml")]
    [InlineData("p.csv")]
    public async Task Text_that_is_not_utf8_is_refused_with_line_and_byte(string name)
    {
        var refused = await _folder.RefusePromptsAsync(name, [.. "a\nb\ncaf"u8, 0xE9, .. " au lait\n"u8]);

        var problem = refused.Problems.Single();
        problem.Message.ShouldBe("the file is not UTF-8");
        problem.Found.ShouldBe("byte 0xE9 at byte 4 of line 3");
        problem.Line.ShouldBe(3);
    }

    [Fact]
    public async Task A_character_cut_off_at_the_end_is_not_utf8()
    {
        var refused = await _folder.RefusePromptsAsync("p.txt", [.. "water "u8, 0xE6, 0xB0]);

        refused.Problems.Single().Found.ShouldBe("byte 0xE6 at byte 7 of line 1");
    }

    [Fact]
    public async Task A_bad_byte_deep_in_a_large_file_is_found()
    {
        var good = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ein Ball fällt\n", 20_000)));

        var refused = await _folder.RefusePromptsAsync("p.txt", [.. good, .. "ab"u8, 0xFF, (byte)'\n']);

        refused.Problems.Single().Found.ShouldBe("byte 0xFF at byte 3 of line 20001");
    }

    [Fact]
    public async Task Utf16_is_named()
    {
        var refused = await _folder.RefusePromptsAsync("p.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a ball\n")]);

        refused.Problems.Single().ToString().ShouldContain("the file is UTF-16; allowed: UTF-8");
    }

    [Theory]
    [InlineData("p.txt", "{0}\nb\n", 1)]
    [InlineData("p.jsonl", "\"a\"\n\"{0}\"\n", 2)]
    [InlineData("p.json", "[\"a\",\n\"{0}\"]", 2)]
    public async Task A_prompt_of_two_megabytes_is_refused_with_its_line(string name, string text, int line)
    {
        var refused = await _folder.RefusePromptsAsync(name, text.Replace("{0}", new string('x', 2_000_000), StringComparison.Ordinal));

        var problem = refused.Problems.Single();
        problem.Line.ShouldBe(line);
        problem.Message.ShouldContain("too long");
        problem.Found.ShouldNotBeNull().ShouldStartWith("2,000,00");
        problem.Allowed.ShouldNotBeNull().ShouldContain("a prompt of at most 65,536 characters");
    }

    [Theory]
    [InlineData("p.csv", "text\n{0}\n", 2)]
    [InlineData("p.yaml", "- a\n- {0}\n", 2)]
    public async Task A_prompt_of_two_megabytes_is_refused_in_csv_and_yaml_too(string name, string text, int line)
    {
        var refused = await _folder.RefusePromptsAsync(name, text.Replace("{0}", new string('x', 2_000_000), StringComparison.Ordinal));

        refused.Problems.Single().Line.ShouldBe(line);
        refused.Problems.Single().Message.ShouldContain("too long");
    }

    [Fact]
    public async Task A_prompt_just_too_long_is_refused_and_the_longest_is_taken()
    {
        var longest = new string('x', InputLimits.PromptCharactersMax);

        (await _folder.ReadPromptsAsync("p.txt", longest)).Single().Text.Length.ShouldBe(InputLimits.PromptCharactersMax);
        var refused = await _folder.RefusePromptsAsync("p.txt", longest + "x");

        refused.Problems.Single().Found.ShouldBe("65,537 characters");
    }

    [Theory]
    [InlineData("p.jsonl", "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n{\"id\":\"A\",\"text\":\"z\"}\n", 3, 1)]
    [InlineData("p.csv", "id,text\na,x\nb,y\na,z\n", 4, 2)]
    [InlineData("p.yaml", "- {id: a, text: x}\n- {id: a, text: y}\n", 2, 1)]
    public async Task A_duplicate_id_is_refused_with_both_lines(string name, string text, int line, int first)
    {
        var refused = await _folder.RefusePromptsAsync(name, text);

        var problem = refused.Problems.Single();
        problem.Line.ShouldBe(line);
        problem.Field.ShouldBe("id");
        problem.Message.ShouldBe($"the id is already that of the prompt in line {first}");
    }

    [Fact]
    public async Task An_own_id_that_looks_like_a_given_one_is_a_duplicate()
    {
        var refused = await _folder.RefusePromptsAsync("p.jsonl", "{\"id\":\"p0002\",\"text\":\"x\"}\n\"y\"\n");

        refused.Problems.Single().Message.ShouldContain("already that of the prompt in line 1");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\\\b")]
    [InlineData("with blank")]
    [InlineData("naïve")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task Ids_that_could_leave_the_folder_are_refused(string id)
    {
        var refused = await _folder.RefusePromptsAsync("p.jsonl", $"{{\"id\":\"{id}\",\"text\":\"x\"}}");

        refused.Problems.Single().Field.ShouldBe("id");
        refused.Problems.Single().Allowed.ShouldBe("1 to 64 letters, digits, '.', '_' and '-', not beginning with '.' and without '..'");
    }

    [Theory]
    [InlineData("{\"text\": \"x\", \"prioritty\": \"high\"}", "there is no such field; did you mean 'priority'?")]
    [InlineData("{\"text\": \"x\", \"priority\": \"urgent\"}", "the value is not allowed")]
    [InlineData("{\"text\": 5}", "the value is not allowed")]
    [InlineData("{\"text\": \"x\", \"prompt\": \"y\"}", "text and prompt are both given")]
    [InlineData("{\"id\": \"a\"}", "the field is missing")]
    [InlineData("{\"text\": \"  \"}", "the prompt is empty")]
    [InlineData("\"\"", "the prompt is empty")]
    [InlineData("[\"x\"]", "this is not a prompt")]
    [InlineData("null", "this is not a prompt")]
    [InlineData("17", "this is not a prompt")]
    [InlineData("\"a\\u0007b\"", "the prompt holds a control character")]
    [InlineData("\"a\\ud800b\"", "a text holds half of a surrogate pair (\\ud800 to \\udfff), which is not a character")]
    public async Task A_wrong_entry_is_refused_with_its_line(string entry, string message)
    {
        var refused = await _folder.RefusePromptsAsync("p.jsonl", $"\"a\"\n{entry}\n");

        refused.Problems.Single().Line.ShouldBe(2);
        refused.Problems.Single().Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("{\"text\": \"x\"", 2)]
    [InlineData("{\"text\": \"x\"} {", 2)]
    [InlineData("a ball", 2)]
    public async Task Malformed_json_lines_are_refused_one_by_one(string line, int number)
    {
        var refused = await _folder.RefusePromptsAsync("p.jsonl", $"\"a\"\n{line}\n\"b\"\n{line}\n");

        refused.Problems.Select(problem => problem.Line).ShouldBe([number, number + 2]);
        refused.Problems.ShouldAllBe(problem => problem.Message.StartsWith("this is not well-formed JSON: "));
    }

    [Theory]
    [InlineData("{\"prompts\": []}", 1, "the file must be a JSON array of prompts")]
    [InlineData("[\"a\",\n\n,\"b\"]", 3, "an entry is missing")]
    [InlineData("[\"a\",\n]", 2, "an entry is missing")]
    [InlineData("[\"a\",\n\"b\"", 2, "the file ends before its JSON array does")]
    [InlineData("[\"a\"]\n[\"b\"]", 2, "there is text behind the JSON array")]
    [InlineData("[\"a\",\n{\"text\": \"b]", 2, "the file ends before its JSON array does")]
    public async Task A_malformed_json_array_is_refused_with_its_line(string text, int line, string message)
    {
        var refused = await _folder.RefusePromptsAsync("p.json", text);

        refused.Problems.Single().Line.ShouldBe(line);
        refused.Problems.Single().Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("[\"a\",\n\"b\" \"c\",\n\"d\"]")]
    [InlineData("[\"a\",\n{\"text\": \"b\"}}]")]
    [InlineData("[\"a\",\nball]")]
    public async Task A_malformed_json_entry_is_refused_with_its_line(string text)
    {
        var refused = await _folder.RefusePromptsAsync("p.json", text);

        refused.Problems[0].Line.ShouldBe(2);
        refused.Problems[0].Message.ShouldStartWith("this is not well-formed JSON: ");
    }

    [Theory]
    [InlineData("prompts: [a]\n", "the file must be a list of prompts")]
    [InlineData("- a\n---\n- b\n", "the file holds a second YAML document")]
    [InlineData("- &x a\n- *x\n", "YAML anchors and tags are not taken")]
    public async Task Yaml_that_is_not_one_plain_list_is_refused(string text, string message)
    {
        (await _folder.RefusePromptsAsync("p.yaml", text)).Problems.Single().Message.ShouldBe(message);
    }

    [Fact]
    public async Task Malformed_yaml_is_refused_with_its_line()
    {
        var refused = await _folder.RefusePromptsAsync("p.yaml", "- a\n- \"b\n");

        refused.Problems.Single().Message.ShouldStartWith("the file is not well-formed YAML: ");
        refused.Problems.Single().Line.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_csv_header_without_a_prompt_column_is_refused()
    {
        var refused = await _folder.RefusePromptsAsync("p.csv", "id,promt\na,b\n");

        refused.Problems.Single().Message.ShouldBe("the header has no column 'prompt' or 'text'");
    }

    [Fact]
    public async Task A_csv_column_that_is_not_known_is_refused_with_a_suggestion()
    {
        var refused = await _folder.RefusePromptsAsync("p.csv", "text,prio\nb,high\n");

        refused.Problems.Single().Field.ShouldBe("prio");
    }

    [Fact]
    public async Task A_csv_row_with_a_stray_comma_is_refused_with_its_line()
    {
        var refused = await _folder.RefusePromptsAsync("p.csv", "id,text\na,a ball\nb,a ball, a kite\n");

        refused.Problems.Single().ToString().ShouldContain(":3: the row does not fit the header; found 3 cells; allowed: 2; a comma inside a cell");
    }

    [Fact]
    public async Task A_csv_quote_that_is_never_closed_does_not_swallow_the_file()
    {
        var refused = await _folder.RefusePromptsAsync("p.csv", "text\n\"a ball\n" + string.Concat(Enumerable.Repeat(new string('x', 999) + "\n", 1000)));

        refused.Problems.Single().Message.ShouldContain("a quote is not closed");
    }

    [Fact]
    public async Task No_more_than_twenty_problems_are_listed()
    {
        var refused = await _folder.RefusePromptsAsync("p.jsonl", string.Concat(Enumerable.Repeat("oops\n", 1000)));

        refused.Problems.Count.ShouldBe(20);
        refused.IsCut.ShouldBeTrue();
    }

    [Fact]
    public async Task Hostile_bytes_give_problems_and_never_another_exception()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        string[] names = ["p.txt", "p.jsonl", "p.json", "p.yaml", "p.csv"];
        var pieces = "[]{}:,-?&*!|>'\"%@`#\n\r \tab0\\u+".ToCharArray();
        for (var round = 0; round < 800; round++)
        {
            var text = new string(random.GetItems(pieces, random.Next(1, 60)));
            try
            {
                await _folder.ReadPromptsAsync(names[round % names.Length], text);
            }
            catch (InputException refused)
            {
                refused.Problems.ShouldNotBeEmpty($"seed {Seed}, round {round}");
            }
        }
    }
}

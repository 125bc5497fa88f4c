using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

public sealed class SpecBadInputTests : IDisposable
{
    private const string Head = "pipeline: video-batch\nprompts: prompts.txt\n";
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_file_is_named_with_the_place_looked_at()
    {
        var refused = await Should.ThrowAsync<InputException>(
            VideoBatchSpecReader.ReadFileAsync(Path.Combine(_folder.Path, "nothing.yaml")));

        refused.Message.ShouldContain("there is no such file");
        refused.Message.ShouldContain("nothing.yaml");
    }

    [Fact]
    public async Task A_folder_in_place_of_a_file_is_told_so()
    {
        var refused = await Should.ThrowAsync<InputException>(VideoBatchSpecReader.ReadFileAsync(_folder.Path));

        refused.Message.ShouldContain("this is a folder");
    }

    [Theory]
    [InlineData("batch.yaml", "")]
    [InlineData("batch.yaml", "# only a comment\n")]
    [InlineData("batch.json", "  \n")]
    public async Task An_empty_file_is_told_so(string name, string text)
    {
        var refused = await _folder.RefuseSpecAsync(text, name);

        refused.Problems.Single().Message.ShouldBe("the file is empty");
    }

    [Fact]
    public async Task Malformed_yaml_is_shown_with_its_line()
    {
        var refused = await _folder.RefuseSpecAsync(Head + "traps: [zero-gravity\nrepeat: 2\n");

        var problem = refused.Problems.Single();
        problem.Message.ShouldStartWith("the file is not well-formed YAML: ");
        problem.Line.ShouldBe(4);
    }

    [Fact]
    public async Task Malformed_json_is_shown_with_its_line_and_column()
    {
        var refused = await _folder.RefuseSpecAsync("{\n  \"pipeline\": \"video-batch\",\n  \"prompts\": \"prompts.txt\",,\n}", "batch.json");

        var problem = refused.Problems.Single();
        problem.Message.ShouldStartWith("this is not well-formed JSON: ");
        (problem.Line, problem.Column).ShouldBe((3, 28));
    }

    [Theory]
    [InlineData("- a\n- b\n")]
    [InlineData("just words")]
    public async Task Something_other_than_a_map_is_refused(string text)
    {
        var refused = await _folder.RefuseSpecAsync(text);

        refused.Problems.Single().Message.ShouldBe("the file must be a map of fields");
    }

    [Fact]
    public async Task Both_required_fields_are_asked_for()
    {
        var refused = await _folder.RefuseSpecAsync("repeat: 2\n");

        refused.Problems.Select(problem => problem.Field).ShouldBe(["prompts", "pipeline"], ignoreOrder: true);
        refused.Problems.ShouldAllBe(problem => problem.Message == "the field is missing");
    }

    [Fact]
    public async Task Another_pipeline_is_refused()
    {
        var refused = await _folder.RefuseSpecAsync("pipeline: episode\nprompts: prompts.txt\n");

        refused.Problems.Single().ToString().ShouldEndWith(
            "batch.yaml:1:11: pipeline: the value is not allowed; found the text 'episode'; allowed: video-batch");
    }

    [Theory]
    [InlineData("budgetUSD: 5", "budgetUSD", "budgetUsd")]
    [InlineData("concurency: 5", "concurency", "concurrency")]
    [InlineData("repaet: 5", "repaet", "repeat")]
    public async Task An_unknown_field_is_refused_with_a_suggestion(string line, string field, string suggestion)
    {
        var refused = await _folder.RefuseSpecAsync(Head + line + "\n");

        var problem = refused.Problems.Single();
        problem.Field.ShouldBe(field);
        problem.Line.ShouldBe(3);
        problem.Message.ShouldBe($"there is no such field; did you mean '{suggestion}'?");
    }

    [Fact]
    public async Task An_unknown_field_like_no_other_is_refused_with_the_list()
    {
        var refused = await _folder.RefuseSpecAsync(Head + "whatever: 5\n");

        refused.Problems.Single().Allowed.ShouldNotBeNull().ShouldContain("budgetUsd");
    }

    [Fact]
    public async Task A_field_given_twice_is_refused_with_both_lines()
    {
        var refused = await _folder.RefuseSpecAsync(Head + "repeat: 2\nseed: 1\nrepeat: 3\n");

        refused.Problems.Single().ToString().ShouldEndWith("batch.yaml:5:1: repeat: the field is already given in line 3");
    }

    [Theory]
    [InlineData("repeat: many", "the text 'many'", "a whole number from 1 to 1000")]
    [InlineData("repeat: 0", "0", "a whole number from 1 to 1000")]
    [InlineData("repeat: 1.5", "1.5", "a whole number from 1 to 1000")]
    [InlineData("repeat: 99999999999", "99999999999", "a whole number from 1 to 1000")]
    [InlineData("repeat: [1]", "a list of 1", "a whole number from 1 to 1000")]
    [InlineData("repeat: \"2\"", "the text '2'", "a whole number from 1 to 1000")]
    [InlineData("concurrency: 1001", "1001", "a whole number from 1 to 1000")]
    [InlineData("budgetUsd: -1", "-1", "US dollars from 0 to 1000000")]
    [InlineData("budgetUsd: ten", "the text 'ten'", "US dollars from 0 to 1000000")]
    [InlineData("provider: openai", "the text 'openai'", "xai, fal")]
    [InlineData("provider: {name: xai}", "a map of 1 fields", "xai, fal")]
    [InlineData("includePlain: yes", "the text 'yes'", "true or false")]
    [InlineData("jitter: 5s..1s", "the text '5s..1s'", "none, a delay such as 2s")]
    [InlineData("jitter: 2", "2", "none, a delay such as 2s")]
    [InlineData("jitter: 2h", "the text '2h'", "none, a delay such as 2s")]
    [InlineData("traps: zero-gravity", "the text 'zero-gravity'", "a list, each entry once, of zero-gravity")]
    [InlineData("traps: [zero-gravity, zero-gravity]", "a list of 2", "a list, each entry once")]
    [InlineData("traps: [anti-gravity]", "a list of 1", "emerald-sparks")]
    [InlineData("traps: [zero-gravity+zero-gravity]", "a list of 1", "joined by +")]
    [InlineData("resolution: big", "the text 'big'", "480p")]
    [InlineData("aspectRatio: wide", "the text 'wide'", "16:9")]
    [InlineData("project: ../../etc", "the text '../../etc'", "not beginning with '.'")]
    [InlineData("project: a..b", "the text 'a..b'", "without '..'")]
    [InlineData("expects: [rain]", "a list of 1", "ballistic")]
    [InlineData("retries: 3", "3", "a map with attempts and submitAttempts")]
    [InlineData("model: \"a b\"", "the text 'a b'", "a model id")]
    public async Task A_wrong_value_is_shown_with_what_is_allowed(string line, string found, string allowed)
    {
        var refused = await _folder.RefuseSpecAsync(Head + line + "\n");

        var problem = refused.Problems.Single();
        problem.Line.ShouldBe(3);
        problem.Column.ShouldNotBeNull().ShouldBeGreaterThan(1);
        problem.Field.ShouldBe(line[..line.IndexOf(':', StringComparison.Ordinal)]);
        problem.Found.ShouldBe(found);
        problem.Allowed.ShouldNotBeNull().ShouldContain(allowed);
    }

    [Fact]
    public async Task A_wrong_field_inside_retries_is_named_by_its_path()
    {
        var refused = await _folder.RefuseSpecAsync(Head + "retries:\n  attempts: 99\n  atempts: 2\n");

        refused.Problems.Select(problem => problem.Field).ShouldBe(["retries.attempts", "retries.atempts"]);
    }

    [Fact]
    public async Task Everything_wrong_is_listed_in_the_order_of_the_file()
    {
        var refused = await _folder.RefuseSpecAsync("seed: -1\npipeline: video-batch\nprompts: prompts.txt\nrepeat: 0\nproviders: xai\n");

        refused.Problems.Select(problem => problem.Line).ShouldBe([1, 4, 5]);
        refused.Message.Split('\n').Length.ShouldBe(3);
        refused.IsCut.ShouldBeFalse();
    }

    [Fact]
    public async Task No_more_than_twenty_problems_are_listed()
    {
        var refused = await _folder.RefuseSpecAsync(Head + string.Concat(Enumerable.Range(0, 50).Select(number => $"unknown{number}: 1\n")));

        refused.Problems.Count.ShouldBe(20);
        refused.IsCut.ShouldBeTrue();
        refused.Message.ShouldContain("there may be more");
    }

    [Fact]
    public async Task A_missing_prompt_file_is_told_before_anything_starts()
    {
        var refused = await _folder.RefuseSpecAsync("pipeline: video-batch\nprompts: elsewhere.txt\n");

        refused.Problems.Single().ToString().ShouldContain("batch.yaml:2:10: prompts: there is no such file (looked at " + Path.Combine(_folder.Path, "elsewhere.txt"));
    }

    [Fact]
    public async Task A_prompt_file_of_no_known_format_is_refused()
    {
        var refused = await _folder.RefuseSpecAsync("pipeline: video-batch\nprompts: prompts.docx\n");

        refused.Problems.Single().Allowed.ShouldNotBeNull().ShouldContain(".jsonl");
    }

    [Theory]
    [InlineData("prompts: []", "the list is empty")]
    [InlineData("prompts: [12]", "this is not a prompt")]
    [InlineData("prompts: ['']", "the prompt is empty")]
    [InlineData("prompts: [{id: a}]", "the field is missing")]
    [InlineData("prompts: [{id: a, text: x}, {id: A, text: y}]", "the id is already that of the prompt in line 2")]
    public async Task Prompts_in_the_spec_are_checked_like_those_of_a_file(string line, string message)
    {
        var refused = await _folder.RefuseSpecAsync($"pipeline: video-batch\n{line}\n");

        refused.Problems.Single().Message.ShouldBe(message);
    }

    [Fact]
    public async Task A_spec_from_outside_cannot_name_files()
    {
        var content = new MemoryStream("{\"pipeline\": \"video-batch\", \"prompts\": \"/etc/hostname.txt\"}"u8.ToArray());

        var refused = await Should.ThrowAsync<InputException>(VideoBatchSpecReader.ReadAsync(content, "request", isJson: true, folder: null));

        refused.Problems.Single().ToString().ShouldEndWith("allowed: a list of prompts");
    }

    [Fact]
    public async Task No_variant_at_all_is_refused()
    {
        var refused = await _folder.RefuseSpecAsync(Head + "traps: []\nincludePlain: false\n");

        refused.Problems.Single().Message.ShouldContain("no variant is left");
    }

    [Theory]
    [InlineData("model: &a grok\nproject: *a\n")]
    [InlineData("repeat: !!int 2\n")]
    public async Task Anchors_aliases_and_tags_are_refused(string text)
    {
        var refused = await _folder.RefuseSpecAsync(Head + text);

        refused.Problems.Single().Message.ShouldContain("are not taken");
    }

    [Theory]
    [InlineData("batch.yaml", '[', ']')]
    [InlineData("batch.json", '[', ']')]
    public async Task Nesting_without_end_is_refused(string name, char open, char close)
    {
        var refused = await _folder.RefuseSpecAsync("{\"pipeline\": " + new string(open, 5000) + new string(close, 5000) + "}", name);

        refused.Problems.Single().Message.ShouldContain(name.EndsWith(".yaml", StringComparison.Ordinal) ? "nested too deeply" : "depth");
    }

    [Fact]
    public async Task A_spec_that_is_not_utf8_is_refused_with_line_and_byte()
    {
        _folder.Write("prompts.txt", "x");
        var path = _folder.Write("batch.yaml", [.. "pipeline: video-batch\nproject: caf"u8, 0xE9, (byte)'\n']);

        var refused = await Should.ThrowAsync<InputException>(VideoBatchSpecReader.ReadFileAsync(path));

        refused.Problems.Single().Found.ShouldBe("byte 0xE9 at byte 13 of line 2");
    }

    [Fact]
    public async Task A_spec_of_many_megabytes_is_refused_unread()
    {
        var path = _folder.Write("batch.yaml", new byte[InputLimits.SpecBytesMax + 1]);

        var refused = await Should.ThrowAsync<InputException>(VideoBatchSpecReader.ReadFileAsync(path));

        refused.Problems.Single().Message.ShouldBe("the file is too large");
    }
}

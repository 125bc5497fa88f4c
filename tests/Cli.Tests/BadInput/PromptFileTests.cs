using System.Text;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.BadInput;

/// <summary>
/// Twenty files of prompts that cannot be used, through the command: a message that says what and where, exit code 1, nothing paid and
/// nothing left behind. What each reader finds in detail is looked at in the tests of the readers.
/// </summary>
public sealed class PromptFileTests : IDisposable
{
    private readonly PipelineHome _home = new();

    private static (string Name, byte[] Bytes, string Expected)[] Files =>
    [
        Text("schema.yaml", "- prompt: a\n  seed: many\n", "schema.yaml:2:9: seed: the value is not allowed; found the text 'many'"),
        Text("type.yaml", "- prompt: [a, b]\n", "type.yaml:1:11: prompt: the value is not allowed; found a list of 2"),
        Text("number.yaml", "- prompt: a\n- 7\n", "number.yaml:2:3: this is not a prompt; found 7"),
        Text("range.yaml", "- prompt: a\n  seed: -1\n", "range.yaml:2:9"),
        Text("ratio.yaml", "- prompt: a\n  aspectRatio: wide\n", "allowed: a ratio such as 1:1 or 16:9"),
        Text("unknown.yaml", "- id: a\n  promt: b\n", "unknown.yaml:2:3: promt: there is no such field; did you mean 'prompt'?"),
        Text("missing.json", "[\"a\",\n{\"id\":\"x\"}]", "missing.json:2:1: prompt: the field is missing"),
        Text("duplicate.yaml", "- id: one\n  prompt: a\n- id: ONE\n  prompt: b\n", "duplicate.yaml:3:7: id: the id is already that of the prompt in line 1"),
        Text("path.yaml", "- id: ../../etc/passwd\n  prompt: a\n", "path.yaml:1:7: id: the value is not allowed"),
        Text("slash.yaml", "- id: 'a/b'\n  prompt: a\n", "slash.yaml:1:7: id: the value is not allowed"),
        Text("hidden.yaml", "- id: .hidden\n  prompt: a\n", "not beginning with '.'"),
        Text("control.yaml", "- prompt: \"a\\u0007b\"\n", "prompt: the value is not allowed"),
        Text("long.txt", new string('x', 4001), "allowed: text of 1 to 4000 characters"),
        Text("huge.txt", new string('x', 2_000_000), "too long"),
        Text("bomb.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghij".Select(letter => $"{letter}: &{letter} [{string.Join(',', Enumerable.Repeat("*" + (char)(letter - 1), 9))}]\n")), "bomb.yaml"),
        Text("alias.yaml", "- &a prompt\n- *a\n", "anchors"),
        ("latin.yaml", [.. "- a\n- caf"u8, 0xE9, (byte)'\n'], "the file is not UTF-8; found byte 0xE9 at byte 6 of line 2"),
        Text("empty.json", "", "the file is empty"),
        Text("none.yaml", "[]", "there is no prompt"),
        Text("cut.json", "[{\"prompt\":\"a\"},", "cut.json:1"),
    ];

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Twenty_malformed_files_are_told_clearly_and_cost_and_leave_nothing()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        _home.With("OPENAI_BASE_URL", simulator.Url + "/openai/v1").With("OPENAI_API_KEY", "a-key-of-the-test");
        Files.Length.ShouldBe(20);
        foreach (var (name, bytes, _) in Files) await File.WriteAllBytesAsync(_home.File(name), bytes);

        foreach (var file in Files)
        {
            var end = await _home.RunAsync("images", "--input-file", file.Name);
            end.ExitCode.ShouldBe(1, file.Name + ": " + end.Error);
            end.Error.ShouldContain(file.Expected, customMessage: file.Name);
            end.Error.Length.ShouldBeLessThan(10_000, file.Name);
        }

        (await simulator.ChargesAsync()).Calls.ShouldBeEmpty();
        Directory.GetFiles(_home.WorkingFolder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetDirectoryName(file) != _home.WorkingFolder && !IsOfAnyHome(Path.GetRelativePath(_home.Path, file)))
            .ShouldBeEmpty("no run, no plan and nothing half done is left behind");
        (await _home.RunAsync("costs", "--json")).ShouldExitWith(0).Json["total"]!["calls"]!.GetValue<int>().ShouldBe(0);
    }

    /// <summary>What a command makes of a new home before it reads its input.</summary>
    private static bool IsOfAnyHome(string path) => new[] { "logs/", "owner.", "state.db", "durable.db" }.Any(start => path.StartsWith(start, StringComparison.Ordinal));

    private static (string, byte[], string) Text(string name, string text, string expected) => (name, Encoding.UTF8.GetBytes(text), expected);
}

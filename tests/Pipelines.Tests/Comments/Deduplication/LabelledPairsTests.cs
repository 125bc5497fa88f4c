using FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;

namespace FunctionsPipeline.Pipelines.Tests.Comments.Deduplication;

public sealed class LabelledPairsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_shipped_set_is_valid_and_has_enough_pairs_of_each_label_in_each_split()
    {
        var pairs = await LabelledSet.ReadAsync();

        pairs.Pairs.Count.ShouldBeGreaterThanOrEqualTo(240);
        foreach (var split in Enum.GetValues<PairSplit>())
        {
            var labels = pairs.Of(split).CountBy(pair => pair.Label).ToDictionary();
            labels[PairLabel.Paraphrase].ShouldBeGreaterThanOrEqualTo(50);
            labels[PairLabel.NearMiss].ShouldBeGreaterThanOrEqualTo(50);
            labels[PairLabel.Negation].ShouldBeGreaterThanOrEqualTo(40);
            labels[PairLabel.Unrelated].ShouldBeGreaterThanOrEqualTo(15);
        }
    }

    [Fact]
    public async Task No_paraphrase_of_the_shipped_set_is_only_a_change_of_case_or_marks()
    {
        var pairs = await LabelledSet.ReadAsync();

        pairs.Pairs.Where(pair => pair.Label == PairLabel.Paraphrase).ShouldAllBe(pair => Letters(pair.A) != Letters(pair.B));
    }

    [Theory]
    [InlineData("""{"a":"x","b":"y","label":"same","split":"fit"}""", "line 1")]
    [InlineData("""{"a":"x","b":"y","label":"near-miss"}""", "line 1")]
    [InlineData("""{"a":"x","b":"y","label":"near-miss","split":"fit","why":"?"}""", "line 1")]
    [InlineData("""{"a":" ","b":"y","label":"near-miss","split":"fit"}""", "empty")]
    [InlineData("not json", "line 1")]
    [InlineData("", "no pair")]
    public async Task A_line_that_is_no_pair_is_refused_with_its_number(string line, string message) =>
        (await Should.ThrowAsync<FormatException>(ReadAsync(line))).Message.ShouldContain(message);

    [Fact]
    public async Task A_pair_in_the_split_of_somebodys_choice_is_refused()
    {
        var wrong = LabelledPairs.SplitOf("x", "y") == PairSplit.Fit ? "test" : "fit";

        (await Should.ThrowAsync<FormatException>(ReadAsync($$"""{"a":"x","b":"y","label":"unrelated","split":"{{wrong}}"}"""))).Message.ShouldContain("hash");
    }

    [Fact]
    public async Task A_text_that_stands_twice_is_refused()
    {
        var line = Line("x", "y");

        (await Should.ThrowAsync<FormatException>(ReadAsync(line + "\n" + Line("X", "z")))).Message.ShouldContain("line 2");
    }

    [Fact]
    public async Task The_hash_of_a_set_does_not_depend_on_line_ends_but_on_every_label()
    {
        var unix = await ReadAsync(Line("x", "y") + "\n");
        var windows = await ReadAsync(Line("x", "y") + "\r\n\r\n");
        var other = await ReadAsync(Line("x", "y").Replace("unrelated", "near-miss"));

        windows.Sha256.ShouldBe(unix.Sha256);
        other.Sha256.ShouldNotBe(unix.Sha256);
    }

    private static string Line(string a, string b) =>
        $$"""{"a":"{{a}}","b":"{{b}}","label":"unrelated","split":"{{LabelledPairs.SplitOf(a, b).ToString().ToLowerInvariant()}}"}""";

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private async Task<LabelledPairs> ReadAsync(string content)
    {
        var file = Path.Combine(_folder.Path, "pairs.jsonl");
        await File.WriteAllTextAsync(file, content);
        return await LabelledPairs.ReadAsync(file, default);
    }
}

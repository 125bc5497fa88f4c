using System.Text;
using FunctionsPipeline.Pipelines.Comments;
using FunctionsPipeline.Pipelines.Comments.Reporting;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Comments;

/// <summary>What strangers and models wrote, in files that a person opens with a spreadsheet, an editor and a browser.</summary>
public sealed class SuggestionExportTests : IDisposable
{
    private readonly CommentsWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\",\"win\")")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\uFF1DHYPERLINK(A1)")]
    public async Task A_cell_that_a_spreadsheet_would_take_for_a_formula_is_text(string text)
    {
        var csv = await WriteAsync((items, stream) => SuggestionExports.WriteCsvAsync(items, stream, default), Line(text, author: text, url: text));

        var cells = csv.Split('\n')[1];
        cells.Split("'" + text.Replace("\"", "\"\"", StringComparison.Ordinal)).Length.ShouldBe(5, cells);
    }

    [Fact]
    public async Task Markdown_holds_no_markup_of_strangers()
    {
        var markdown = await WriteAsync(
            (items, stream) => SuggestionExports.WriteMarkdownAsync(Summary(), items, stream, default),
            Line("<script>alert(1)</script> [click](http://evil.example) ![x](y) `code` *bold*\n# heading"));

        markdown.ShouldNotContain("<script>");
        markdown.ShouldNotContain("[click](");
        markdown.ShouldNotContain("![x]");
        markdown.Split('\n').ShouldNotContain(line => line.StartsWith("# heading", StringComparison.Ordinal));
        markdown.Split('\n').Count(line => line.StartsWith("- [ ] ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("https://x.com/some_user/status/1", "<https://x.com/some_user/status/1>")]
    [InlineData("https://example.org/a b>c", "<https://example.org/a%20b%3Ec>")]
    [InlineData("javascript:alert(1)", "javascript:alert(1)")]
    [InlineData("not an address", "not an address")]
    public async Task A_link_leads_to_a_page_or_is_text(string url, string expected)
    {
        var markdown = await WriteAsync((items, stream) => SuggestionExports.WriteMarkdownAsync(Summary(), items, stream, default), Line("text", url: url));

        markdown.Split('\n').ShouldContain(expected);
    }

    [Fact]
    public void The_page_of_a_run_shows_strangers_words_as_words()
    {
        const string Attack = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&";
        _world.Chat.Suggest = (_, number) => $"{number} {Attack}";

        var run = _world.Run([CommentsWorld.Post("a", Attack, author: Attack, url: "https://example.org/1")]);

        var page = _world.Text(run, "report.html");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("<img");
        page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        page.ShouldContain("Content-Security-Policy");
    }

    [Fact]
    public void Only_what_was_kept_is_handed_to_the_person()
    {
        var run = _world.Run([CommentsWorld.Post("a", "scores=0.9,0.1,0.8 of this"), CommentsWorld.Post("b", "gate=0.1 of that")]);

        var rows = _world.Text(run, "suggestions.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        rows[0].TrimEnd('\r').ShouldBe("id,author,url,post,gateScore,number,suggestion,score,state");
        rows.Skip(1).Select(row => row.Split(',')[0]).ShouldBe(["a", "a"]);
        _world.Text(run, "suggestions.md").Split('\n').Count(line => line.StartsWith("- [ ] ", StringComparison.Ordinal)).ShouldBe(2);
    }

    /// <summary>A run of any size: what was written is out of memory before the last item is read.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("markdown")]
    [InlineData("html")]
    public async Task Items_are_written_while_they_are_read(string format)
    {
        const int Items = 5000;
        var destination = new MemoryStream();
        long atHalf = 0;

        async IAsyncEnumerable<CommentLine> Read()
        {
            await Task.CompletedTask;
            for (var item = 0; item < Items; item++)
            {
                if (item == Items / 2) atHalf = destination.Length;
                yield return Line(new string('x', 200));
            }
        }

        await (format switch
        {
            "csv" => SuggestionExports.WriteCsvAsync(Read(), destination, default),
            "markdown" => SuggestionExports.WriteMarkdownAsync(Summary(), Read(), destination, default),
            _ => CommentsPage.WriteAsync(_world.Run([CommentsWorld.Post("a", "b")]), Summary(), Read(), destination, default),
        });

        atHalf.ShouldBeGreaterThan(destination.Length * 4 / 10);
    }

    private static CommentLine Line(string text, string? author = null, string? url = null) => new()
    {
        RunId = "20261101-120000-000001", Index = 0, Id = "a", Status = ItemStatus.Succeeded, Text = text, Author = author, Url = url,
        Suggestions = [new Suggested(1, text, 0.9, SuggestionState.Kept)], CostTicks = 0, Degradations = [], UpdatedAt = default,
    };

    private static async Task<string> WriteAsync(Func<IAsyncEnumerable<CommentLine>, Stream, Task> writeAsync, params CommentLine[] lines)
    {
        var destination = new MemoryStream();
        await writeAsync(lines.ToAsyncEnumerable(), destination);
        return Encoding.UTF8.GetString(destination.ToArray());
    }

    /// <summary>Of a real run, so that no figure of it is made up.</summary>
    private RunSummary Summary() => RunSummaries.ReadAsync(_world.Services, _world.Run([CommentsWorld.Post("a", "b")]), default).Result;
}

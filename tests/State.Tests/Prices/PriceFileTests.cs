using FunctionsPipeline.State.Data;
using FunctionsPipeline.State.Prices;

namespace FunctionsPipeline.State.Tests.Prices;

/// <summary>A user's own prices over those of the program.</summary>
public sealed class PriceFileTests : IDisposable
{
    private const string Entry =
        """{ "provider": "xai", "model": "grok-imagine-video", "unit": "second", "usd": 0.04, "conditions": { "resolution": "480p" }, "chargedOn": "done", "asOf": "2026-11-01", "source": "contract", "confirmed": true }""";

    private static readonly Dictionary<string, string> Small = new() { ["resolution"] = "480p" };
    private static readonly Dictionary<string, string> Large = new() { ["resolution"] = "720p" };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_prices_replace_those_for_the_same_and_leave_the_others()
    {
        var book = PriceBook.Load(Write($$"""{ "entries": [ {{Entry}} ] }"""));

        book.TicksFor("xai", "grok-imagine-video", Small, (PriceUnit.Second, 1)).ShouldBe(400_000_000);
        book.TicksFor("xai", "grok-imagine-video", Large, (PriceUnit.Second, 1)).ShouldBe(700_000_000);
        book.Entries.Count.ShouldBe(PriceBook.Load().Entries.Count);
    }

    [Fact]
    public void A_model_that_the_program_does_not_know_gets_a_price()
    {
        var book = PriceBook.Load(Write($$"""{ "entries": [ {{Entry.Replace("grok-imagine-video", "grok-next", StringComparison.Ordinal)}} ] }"""));

        book.TicksFor("xai", "grok-next", Small, (PriceUnit.Second, 2)).ShouldBe(800_000_000);
    }

    [Fact]
    public void A_model_with_a_price_of_its_own_does_not_use_that_of_any_model_for_the_rest()
    {
        var own = Entry.Replace("\"xai\"", "\"openai-compatible\"", StringComparison.Ordinal).Replace("second", "outputToken", StringComparison.Ordinal)
            .Replace("grok-imagine-video", "rented-model", StringComparison.Ordinal);
        var book = PriceBook.Load(Write($$"""{ "entries": [ {{own}} ] }"""));

        book.TicksFor("openai-compatible", "rented-model", Small, (PriceUnit.OutputToken, 1)).ShouldBe(400_000_000);
        book.TicksFor("openai-compatible", "rented-model", Small, (PriceUnit.InputToken, 1)).ShouldBeNull();
        book.TicksFor("openai-compatible", "rented-model", Large, (PriceUnit.OutputToken, 1)).ShouldBeNull();
        book.TicksFor("openai-compatible", "another-model", Small, (PriceUnit.OutputToken, 1)).ShouldBe(0);
    }

    [Fact]
    public void Comments_a_last_comma_and_a_byte_order_mark_are_fine()
    {
        var book = PriceBook.Load(Write($$"""{{"\uFEFF"}}{ "entries": [ {{Entry}}, ] } // ours"""));

        book.TicksFor("xai", "grok-imagine-video", Small, (PriceUnit.Second, 1)).ShouldBe(400_000_000);
    }

    [Fact]
    public void A_field_that_does_not_exist_is_refused_with_its_line_and_what_may_be_meant()
    {
        var file = Write("{ \"entries\": [\n" + Entry + ",\n" + Entry.Replace("chargedOn", "chargedOm", StringComparison.Ordinal) + "\n] }");

        var refusal = Should.Throw<DataFileException>(() => PriceBook.Load(file));

        refusal.Line.ShouldBe(3);
        refusal.Message.ShouldStartWith($"{file}, line 3: 'chargedOm' is no field. Did you mean 'chargedOn'?");
    }

    [Fact]
    public void A_field_like_no_other_is_refused_with_the_fields_there_are()
    {
        var file = Write($$"""{ "entries": [ {{Entry.Replace("\"source\"", "\"zzzzzzzzzzzz\"", StringComparison.Ordinal)}} ] }""");

        var refusal = Should.Throw<DataFileException>(() => PriceBook.Load(file));

        refusal.Message.ShouldContain("'zzzzzzzzzzzz' is no field. The fields are: provider, model, unit, usd");
    }

    [Theory]
    [InlineData("\"usd\": 0.04", "\"usd\": -1", "negative")]
    [InlineData("\"usd\": 0.04", "\"usd\": 0.04, \"per\": 0", "'per'")]
    [InlineData("\"usd\": 0.04", "\"usd\": \"0.04\"", "usd")]
    [InlineData("\"usd\": 0.04, ", "", "usd")]
    [InlineData("\"usd\": 0.04", "\"usd\": 0.04, \"usd\": 4", "usd")]
    [InlineData("\"unit\": \"second\"", "\"unit\": \"fortnight\"", "unit")]
    [InlineData("\"provider\": \"xai\"", "\"provider\": null", "provider")]
    [InlineData("\"provider\": \"xai\"", "\"provider\": \"\"", "provider")]
    [InlineData("\"asOf\": \"2026-11-01\"", "\"asOf\": \"yesterday\"", "asOf")]
    public void A_price_that_makes_no_sense_is_refused_by_name(string right, string wrong, string named)
    {
        var file = Write($$"""{ "entries": [ {{Entry.Replace(right, wrong, StringComparison.Ordinal)}} ] }""");

        var refusal = Should.Throw<DataFileException>(() => PriceBook.Load(file));

        refusal.Message.ShouldStartWith(file);
        refusal.Message.ShouldContain(named);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "entries": null }""")]
    [InlineData("""{ "entries": [ null ] }""")]
    [InlineData("""{ "entries": [ """)]
    [InlineData("provider,model")]
    public void A_file_of_another_form_is_refused(string content)
    {
        var file = Write(content);

        Should.Throw<DataFileException>(() => PriceBook.Load(file)).File.ShouldBe(file);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_by_name()
    {
        var missing = _folder.File("missing.json");

        Should.Throw<DataFileException>(() => PriceBook.Load(missing)).Message.ShouldContain(missing);
    }

    private string Write(string content)
    {
        var file = _folder.File("prices.json");
        File.WriteAllText(file, content);
        return file;
    }
}

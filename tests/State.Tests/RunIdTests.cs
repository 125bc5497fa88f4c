using System.Text.Json;
using FunctionsPipeline.Contracts;

namespace FunctionsPipeline.State.Tests;

public sealed class RunIdTests
{
    [Fact]
    public void An_id_tells_its_time_and_is_drawn_from_a_seed()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 21, 9, 55, 38, TimeSpan.Zero));

        var id = RunId.Create(clock, new Random(1));

        id.Value.ShouldStartWith("20261121-095538-");
        RunId.Create(clock, new Random(1)).ShouldBe(id);
        RunId.Parse(id.Value).ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("20261121-095538-7f3a2")]
    [InlineData("20261121-095538-7F3A2C")]
    [InlineData("20261121-095538-7f3a2c\n")]
    [InlineData("../../etc/passwd")]
    public void What_is_no_id_is_refused(string? text)
    {
        RunId.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => RunId.Parse(text!)).Message.ShouldContain("20261121-095538-7f3a2c");
    }

    [Fact]
    public void An_id_is_its_text_in_json()
    {
        var id = RunId.Parse("20261121-095538-7f3a2c");

        JsonSerializer.Serialize(id).ShouldBe("\"20261121-095538-7f3a2c\"");
        JsonSerializer.Deserialize<RunId>("\"20261121-095538-7f3a2c\"").ShouldBe(id);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<RunId>("\"no id\""));
    }
}

using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

public sealed class SuggestionTests
{
    private static readonly string[] Names = ["prompts", "provider", "project", "priority", "repeat", "retries"];

    [Theory]
    [InlineData("promts", "prompts")]
    [InlineData("PROVIDER", "provider")]
    [InlineData("repaet", "repeat")]
    [InlineData("projcet", "project")]
    [InlineData("retrys", "retries")]
    public void A_near_name_is_found(string name, string expected) => Suggestion.Closest(name, Names).ShouldBe(expected);

    [Theory]
    [InlineData("colour")]
    [InlineData("x")]
    [InlineData("")]
    public void A_far_name_gives_nothing(string name) => Suggestion.Closest(name, Names).ShouldBeNull();

    [Fact]
    public void A_hostile_name_costs_nothing() => Suggestion.Closest(new string('x', 1_000_000), Names).ShouldBeNull();
}

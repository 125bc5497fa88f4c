using FunctionsPipeline.Pipelines.Images.Reporting;

namespace FunctionsPipeline.Pipelines.Tests.Images;

public sealed class PromptDifferenceTests
{
    [Theory]
    [InlineData("a red fox", "a red fox", "a red fox")]
    [InlineData("a red fox", "a red fox, sharp", "a red -fox- +fox, sharp+")]
    [InlineData("a red fox in snow", "a fox in deep snow", "a -red- fox in +deep+ snow")]
    [InlineData("", "new", "+new+")]
    [InlineData("old", "", "-old-")]
    public void Words_that_stay_stay_and_the_others_are_marked(string before, string after, string expected) =>
        string.Join(' ', PromptDifference.Between(before, after).Select(piece => piece.Change switch
        {
            > 0 => $"+{piece.Text}+",
            < 0 => $"-{piece.Text}-",
            _ => piece.Text,
        })).ShouldBe(expected);

    [Fact]
    public void Very_long_prompts_are_shown_whole()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 1001));

        PromptDifference.Between(words, words + " more").Select(piece => piece.Change).ShouldBe([-1, 1]);
    }
}

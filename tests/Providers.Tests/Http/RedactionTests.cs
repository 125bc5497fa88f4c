using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Tests.Http;

public sealed class RedactionTests
{
    private const string Key = "0a1b2c3d-key-id:5e6f7a8b9c-secret";

    [Theory]
    [InlineData("Bad key 0a1b2c3d-key-id:5e6f7a8b9c-secret!", "Bad key [secret]!")]
    [InlineData("only 5e6f7a8b9c-secret leaked", "only [secret] leaked")]
    [InlineData("in a link: 0a1b2c3d-key-id%3A5e6f7a8b9c-secret", "in a link: [secret]")]
    [InlineData("Authorization: Bearer abcdefghij", "Authorization [secret]")]
    [InlineData("sent bearer abcdefghij here", "sent bearer [secret] here")]
    [InlineData("header Key zyx987:wvu654321098", "header [secret]")]
    [InlineData("someone's xai-AbCdEf0123456789 too", "someone's [secret] too")]
    [InlineData("https://s.example/a.mp4?X-Amz-Signature=abc123&part=2", "https://s.example/a.mp4?X-Amz-Signature=[secret]&part=2")]
    [InlineData("Incorrect API key provided", "Incorrect API key provided")]
    [InlineData("two\r\nlines\tand\0more", "two lines and more")]
    public void Keys_and_line_breaks_are_taken_out(string text, string clean)
    {
        new Redaction(Key).Clean(text).ShouldBe(clean);
    }

    [Fact]
    public void Long_text_is_cut_and_a_secret_at_the_cut_does_not_survive_in_part()
    {
        var redaction = new Redaction(Key);
        for (var length = 1500; length <= 1700; length++)
        {
            var clean = redaction.Clean(new string('x', length) + Key, null, 400);
            clean.Length.ShouldBe(400);
        }

        for (var length = 300; length < 400; length++)
        {
            var clean = redaction.Clean(new string('-', length) + Key + "tail", null, 400);
            clean.ShouldNotContain("0a1b2");
        }
    }

    [Fact]
    public void An_echo_of_the_prompt_is_taken_out_whole_or_in_part()
    {
        const string Prompt = "A very secret product launch in a glass house by the sea";
        var redaction = new Redaction();

        redaction.Clean($"Invalid prompt '{Prompt}'", Prompt).ShouldBe("Invalid prompt '[prompt]'");
        redaction.Clean("Refused near \"secret product launch in a gl…\"", Prompt).ShouldNotContain("product");
        redaction.Clean("Duration must be at most 15", Prompt).ShouldBe("Duration must be at most 15");
    }

    [Fact]
    public void A_prompt_of_megabytes_is_searched_in_no_time()
    {
        var prompt = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"word{i} "));

        new Redaction().Clean("bad=word199990 word199991 word199992", prompt).ShouldBe("bad=[prompt]");
    }
}

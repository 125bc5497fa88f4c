using FunctionsPipeline.Pipelines.Episode.Stories;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Stories;

/// <summary>How like texts are taken to be.</summary>
public sealed class StoryFingerprintTests
{
    private static readonly string s_text = string.Join(' ', Enumerable.Range(0, 400).Select(index => $"word{(index * 7919) % 1000}"));

    [Fact]
    public void Case_marks_and_spaces_do_not_count() =>
        StoryFingerprint.Of("The Fox, and the crow: a tale.").Likeness(StoryFingerprint.Of("the fox and  the CROW a tale")).ShouldBe(1);

    [Theory]
    [InlineData(4, 0.85, 1)]
    [InlineData(20, 0.55, 0.9)]
    [InlineData(400, 0, 0.05)]
    public void The_more_words_are_changed_the_less_like_they_are(int changed, double least, double most)
    {
        var words = s_text.Split(' ');
        for (var count = 0; count < changed; count++) words[count * 400 / changed] = $"new{count}";

        StoryFingerprint.Of(s_text).Likeness(StoryFingerprint.Of(string.Join(' ', words))).ShouldBeInRange(least, most);
    }

    [Fact]
    public void It_is_kept_and_read_as_it_was()
    {
        var print = StoryFingerprint.Of(s_text);

        print.ToBytes().Length.ShouldBe(1024);
        StoryFingerprint.FromBytes(print.ToBytes()).Likeness(print).ShouldBe(1);
        StoryFingerprint.Of("").Likeness(StoryFingerprint.Of("")).ShouldBe(0);
    }
}

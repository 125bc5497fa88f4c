namespace FunctionsPipeline.Media.Tests.Rendering;

public sealed class CaptionPhrasesTests
{
    [Fact]
    public void Phrases_are_short_and_even_and_end_at_punctuation()
    {
        Texts("The mill turned all by itself, and nobody came. Why?").ShouldBe(["The mill turned", "all by itself,", "and nobody came.", "Why?"]);
    }

    [Fact]
    public void A_pause_ends_a_phrase()
    {
        CaptionWord[] words = [new("So", 0, 0.3), new("they", 0.3, 0.6), new("went", 1.2, 1.5)];

        CaptionPhrases.Cut([words]).Select(cue => cue.Text()).ShouldBe(["So they", "went"]);
    }

    [Fact]
    public void Every_word_is_in_one_cue_and_cues_do_not_lie_over_each_other()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100).Select(i => new string('w', 1 + (i * 7 % 13)) + (i % 9 == 8 ? "." : "")));
        var cues = CaptionPhrases.Cut([Spoken(text)]);

        string.Join(' ', cues.Select(cue => cue.Text())).ShouldBe(text);
        cues.Zip(cues.Skip(1)).ShouldAllBe(pair => pair.First.EndSeconds <= pair.Second.StartSeconds);
        cues.ShouldAllBe(cue => cue.Words.Count <= 4 && (cue.Words.Count == 1 || cue.Text().Length <= 24));
    }

    [Fact]
    public void Two_voices_never_share_a_cue()
    {
        CaptionPhrases.Cut([[new("yes", 0, 0.5)], [new("no", 0.5, 1)]]).Count.ShouldBe(2);
    }

    [Fact]
    public void A_cue_stays_a_moment_and_closes_small_gaps()
    {
        var cues = CaptionPhrases.Cut([[new("one.", 0, 0.5), new("two.", 0.6, 1), new("three.", 3, 3.5)]]);

        cues.Select(cue => cue.EndSeconds).ShouldBe([0.6, 1.15, 3.65], 0.001);
    }

    [Fact]
    public void A_caption_file_has_numbers_times_and_texts()
    {
        var cue = new CaptionCue(3661.0004, 3662.5, [new("Hello", 3661, 3662), new("there.", 3662, 3662.5)]);

        SubRip.Write([cue]).ShouldBe("1\n01:01:01,000 --> 01:01:02,500\nHello there.\n\n");
    }

    private static IReadOnlyList<string> Texts(string text) => [.. CaptionPhrases.Cut([Spoken(text)]).Select(cue => cue.Text())];

    private static IReadOnlyList<CaptionWord> Spoken(string text) => [.. text.Split(' ').Select((word, i) => new CaptionWord(word, i * 0.3, (i * 0.3) + 0.28))];
}

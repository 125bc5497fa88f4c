using static FunctionsPipeline.Media.Tests.Rendering.RenderFolder;

namespace FunctionsPipeline.Media.Tests.Rendering;

/// <summary>What is read in a timeline's picture.</summary>
public sealed class CaptionTests(RenderFolder folder) : IClassFixture<RenderFolder>
{
    private const double BandTop = 0.5;
    private const double BandBottom = 0.8;

    [Fact]
    public async Task Words_stand_in_the_picture_while_they_are_spoken_and_not_in_pauses()
    {
        await folder.RenderAsync(Of([Still(0, 60, folder.Red)], captions: [Cue(1, 2, "Hello", "you"), Cue(3, 3.8, "again")]), "spoken.mp4");
        var plain = await folder.FrameAsync("spoken.mp4", 5);

        foreach (var (frame, isRead) in new[] { (16, true), (28, true), (33, false), (42, false), (46, true), (58, false) })
        {
            var differs = (await folder.FrameAsync("spoken.mp4", frame)).DifferenceFrom(plain, 0, BandTop, 1, BandBottom) > 4;
            differs.ShouldBe(isRead, $"frame {frame}");
        }
    }

    [Fact]
    public async Task Nothing_is_written_where_players_have_their_buttons()
    {
        await folder.RenderAsync(Of([Still(0, 30, folder.Red)], captions: [Cue(1, 2, "Extraordinarily", "long", "words,", "incomprehensible")]), "safe.mp4");
        var (plain, read) = (await folder.FrameAsync("safe.mp4", 5), await folder.FrameAsync("safe.mp4", 22));

        read.DifferenceFrom(plain, 0, BandTop, 1, BandBottom).ShouldBeGreaterThan(8);
        read.DifferenceFrom(plain, 0, 0.8, 1, 1).ShouldBeLessThan(1.5);
        read.DifferenceFrom(plain, 0, 0, 0.03, 1).ShouldBeLessThan(1.5);
        read.DifferenceFrom(plain, 0.97, 0, 1, 1).ShouldBeLessThan(1.5);
    }

    [Fact]
    public async Task The_word_that_is_spoken_has_another_colour()
    {
        await folder.RenderAsync(Of([Still(0, 30, folder.Blue)], captions: [Cue(0, 2, "one", "two", "six")]), "highlight.mp4");

        var centers = new List<double>();
        foreach (var frame in new[] { 3, 14, 26 }) centers.Add((await folder.FrameAsync("highlight.mp4", frame)).CenterX(IsYellow).ShouldNotBeNull());

        centers.ShouldBeInOrder();
        (centers[2] - centers[0]).ShouldBeGreaterThan(0.2);
    }

    [Theory]
    [InlineData("it's \"50%\" {\\b1}", 3)]
    [InlineData("C:\\new\\Nice,{\\pos(0,0)}", 1)]
    [InlineData("{{}} %{pts} \\", 3)]
    [InlineData("line\nbreak\r\n\tand\u2028more", 4)]
    [InlineData("\U0001F600 smile \u2764\uFE0F", 1)]
    [InlineData("<i>tag</i> --> &amp;", 3)]
    [InlineData("Straße, naïve: Ελλάδα", 3)]
    public async Task Hostile_text_is_written_as_it_is_and_the_same_in_the_file(string text, int words)
    {
        var cleaned = CaptionText.Words(text);
        cleaned.Count.ShouldBe(words);
        var cues = new[] { Cue(1, 2, [.. cleaned]) };
        await folder.RenderAsync(Of([Still(0, 45, folder.Red)], captions: cues), "hostile.mp4");
        var plain = await folder.FrameAsync("hostile.mp4", 5);

        (await folder.FrameAsync("hostile.mp4", 20)).DifferenceFrom(plain, 0.05, BandTop, 0.95, BandBottom).ShouldBeGreaterThan(1);
        (await folder.FrameAsync("hostile.mp4", 20)).DifferenceFrom(plain, 0, 0, 1, 0.4).ShouldBeLessThan(1.5);
        (await folder.FrameAsync("hostile.mp4", 40)).DifferenceFrom(plain, 0, BandTop, 1, BandBottom).ShouldBeLessThan(1.5);
        SubRip.Read(SubRip.Write(cues)).Single().Text.ShouldBe(string.Join(' ', cleaned));
    }

    /// <summary>What begins a command in the captions' format shows as many letters as it has.</summary>
    [Fact]
    public async Task Braces_and_backslashes_take_room_like_letters()
    {
        await folder.RenderAsync(Of([Still(0, 15, folder.Red)], captions: [Cue(0, 1, "{\\b1}")]), "braces.mp4");
        await folder.RenderAsync(Of([Still(0, 15, folder.Red)], captions: [Cue(0, 1, "b")]), "letter.mp4");

        var braces = (await folder.FrameAsync("braces.mp4", 7)).ShareOf(IsYellow);
        var letter = (await folder.FrameAsync("letter.mp4", 7)).ShareOf(IsYellow);

        braces.ShouldBeGreaterThan(2 * letter);
    }

    private static bool IsYellow(int red, int green, int blue) => red > 190 && green > 140 && blue < 130;
}

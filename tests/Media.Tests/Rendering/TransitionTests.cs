using static FunctionsPipeline.Media.Tests.Rendering.RenderFolder;

namespace FunctionsPipeline.Media.Tests.Rendering;

/// <summary>The first frame of a transition, where a filter may look beside the picture.</summary>
public sealed class TransitionTests(RenderFolder folder) : IClassFixture<RenderFolder>
{
    /// <summary>A slide that began before its first frame would show a row of something else there, another one in every render.</summary>
    [Theory]
    [InlineData(TransitionKind.SlideUp)]
    [InlineData(TransitionKind.SlideLeft)]
    public async Task A_slide_has_moved_in_its_first_frame_and_shows_nothing_but_the_two_pictures(TransitionKind kind)
    {
        var name = $"first-{kind}.mp4";
        await folder.RenderAsync(Of([Still(0, 20, folder.Red), Still(12, 20, folder.Blue, transition: new Transition(kind, 8))]), name, new RenderOptions { RateFactor = 1 });

        var frame = await folder.FrameAsync(name, 12);

        // A sixteenth of the new picture, at the edge it comes from; red everywhere else.
        frame.ShareOf(IsBlue).ShouldBe(1.0 / 16, 0.02);
        frame.ShareOf(IsRed).ShouldBe(15.0 / 16, 0.02);
        frame.ShareOf(IsRed, 0, 0, 1, 0.02).ShouldBeGreaterThan(0.9);
    }

    private static bool IsRed(int red, int green, int blue) => red > 150 && blue < 90;

    private static bool IsBlue(int red, int green, int blue) => blue > 150 && red < 90;
}

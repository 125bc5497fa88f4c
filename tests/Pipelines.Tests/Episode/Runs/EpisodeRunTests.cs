namespace FunctionsPipeline.Pipelines.Tests.Episode.Runs;

/// <summary>What is paid again and what is not, when an episode is made again or a project goes on.</summary>
public sealed class EpisodeRunTests
{
    private const string Plain = """ "lipSync":false,"thumbnail":"off" """;

    [Fact]
    public async Task The_same_again_is_the_same_file_another_prompt_pays_for_one_picture_another_size_for_nothing_and_the_next_episode_for_no_face()
    {
        await using var world = await EpisodeWorld.StartAsync();
        var first = (await world.MakeAsync(ShortStory.Spec(fields: Plain))).ShouldBeWhole();

        var again = await world.MakeAsync(ShortStory.Spec(fields: Plain), first);
        again.Steps.ShouldBeEmpty();
        again.Result.Film!.Sha256.ShouldBe(first.Result.Film!.Sha256);

        var edited = await world.MakeAsync(ShortStory.Spec(fields: Plain, change: script => script["broll"]![2]!["prompt"] = "A dark forest under the moon"), first);
        edited.Steps.ShouldBe(["broll.fal 2"]);
        edited.Result.Film!.Sha256.ShouldNotBe(first.Result.Film!.Sha256);

        var wider = await world.MakeAsync(ShortStory.Spec(fields: Plain + ",\"size\":\"192x256\""), first);
        wider.Steps.ShouldBeEmpty();
        (await MadeEpisode.StreamsAsync(wider.Video)).ShouldBe(["h264,192,256", "aac"]);

        var next = await world.MakeAsync(ShortStory.Spec(fields: Plain + ",\"stopAt\":\"assets_generated\"", change: script => script["beats"]![0]!["narration"] = "Once more the mill turned."));
        next.Steps.ShouldNotContain(step => step.StartsWith("portrait", StringComparison.Ordinal));
        foreach (var face in new[] { "characters/mara.png", "characters/miller.png" }) File.ReadAllBytes(next.File(face)).ShouldBe(File.ReadAllBytes(first.File(face)));
    }

    [Fact]
    public async Task A_preview_buys_nothing_and_shows_what_would_be()
    {
        await using var world = await EpisodeWorld.StartAsync();

        var preview = (await world.MakeAsync(ShortStory.Spec(fields: """ "preview":true """))).ShouldBeWhole();

        preview.Calls.ShouldBeEmpty();
        (await preview.PixelsAsync()).Frames.ShouldBe(preview.Timeline.Frames());
        File.Exists(preview.Thumbnail).ShouldBeTrue();
    }
}

using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>episode --input-file STORY</c>, <c>episode --source PLACE</c>: makes a short video of a story, given or found.</summary>
internal static class EpisodeCommand
{
    public static Command Create() =>
        new InputCommand("episode", "stories", "Makes a short vertical video of a story: script, characters, voices, talking heads, moving pictures, captions, thumbnail.")
            .Field(new Option<string?>("--topic") { Description = "What the story is to be about (field topic).", HelpName = "TEXT" }, "topic")
            .Field(new Option<int?>("--duration") { Description = "Length that is aimed at, 30 to 60 seconds (field duration).", HelpName = "SECONDS" }, "duration")
            .Field(new Option<string?>("--style") { Description = "How it is told and shown (field style).", HelpName = "TEXT" }, "style")
            .Field(new Option<string?>("--pattern") { Description = "How it is cut: talking_head_heavy, broll_cinematic or mixed_rapid (field pattern).", HelpName = "NAME" }, "pattern")
            .Field(new Option<string?>("--grade") { Description = "Grade of pictures and talking heads: cinematic, warm or neutral (field grade).", HelpName = "NAME" }, "grade")
            .Field(new Option<string?>("--size") { Description = "Pixels of the video, such as 720x1280 (field size).", HelpName = "WxH" }, "size")
            .Field(new Option<string?>("--thumbnail") { Description = "Thumbnail: frame, generated, hybrid or off (field thumbnail).", HelpName = "MODE" }, "thumbnail")
            .Field(new Option<string?>("--stop-at") { Description = "Stop at a checkpoint: story_generated, video_plan_created, assets_generated or video_rendered (field stopAt).", HelpName = "STAGE" }, "stopAt")
            .Flag("--preview", "preview", "Buy nothing: placeholders show what the episode would be")
            .Switch("upload", "upload", "Upload the video to YouTube")
            .Switch("lip-sync", "lipSync", "Faces speak")
            .Switch("music", "music", "Soft music lies below the voices")
            .Field(new Option<int?>("--batch-count") { Description = "Episodes of the run: so many stories are found, or so many of those given are told (field batchCount).", HelpName = "N" }, "batchCount")
            .OrList("--source", "sources", "Where the story is looked for: hackernews, home, the https address of a feed, a folder of .md and .txt stories")
            .Daily()
            .List("--writer", "writers", "Language models that write, the preferred one first")
            .List("--image-model", "images", "Makers of pictures, the preferred one first")
            .List("--voice-model", "voices", "Speech models, the preferred one first")
            .List("--head-model", "heads", "Makers of talking heads, the preferred one first")
            .Create();
}

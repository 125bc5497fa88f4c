using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode.Editing;
using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Editing;

/// <summary>A small episode in words, with files that need not be there for the cut.</summary>
internal static class EditedEpisode
{
    public const int Rate = 30;

    private static readonly CharacterDepth Depth = new("to sell the mill", "the dark", "none");

    public static EpisodeScript Script(EditPattern pattern) => new(
        "The mill", "A mill turns at night.", ["mill"], "It turned", pattern,
        [new Character("mara", "Mara", "young", new VoiceProfile("female", "young", "warm"), Depth), new Character("miller", "Miller", "old", new VoiceProfile("male", "old", "dry"), Depth)],
        [
            new Beat(BeatKind.Hook, "Nobody had heard the mill for twenty years.", "dread"),
            new Beat(BeatKind.Setup, "Mara came home to sell it.", "calm"),
            new Beat(BeatKind.Conflict, "The stones went round and round.", "tension"),
            new Beat(BeatKind.Twist, "It was her father.", "shock"),
            new Beat(BeatKind.Resolution, "In the morning it was silent.", "peace"),
        ],
        [new SpokenLine("mara", BeatKind.Setup, "Who is there?", "fear"), new SpokenLine("miller", BeatKind.Twist, "Only me, child.", "menace")],
        [
            new BrollScene(BeatKind.Hook, "mill", "dread"), new BrollScene(BeatKind.Hook, "moon", "mystery"), new BrollScene(BeatKind.Conflict, "stones", "tension"),
            new BrollScene(BeatKind.Resolution, "morning", "peace"),
        ]);

    public static EpisodeMedia Media(bool hasClips = true, double narrationSeconds = 5, double lineSeconds = 2) => new(
        [.. Enumerable.Range(0, 5).Select(i => new SpokenSound($"n{i}.wav", narrationSeconds, []))],
        [.. Enumerable.Range(0, 2).Select(i => new LineMedia(new SpokenSound($"l{i}.wav", lineSeconds, []), hasClips ? $"head{i}.mp4" : null, $"face{i}.png"))],
        [.. Enumerable.Range(0, 4).Select(i => $"broll{i}.png")]);

    public static Timeline Cut(EditPattern pattern, EpisodeMedia? media = null, EditSettings? settings = null) =>
        EpisodeEditor.Cut(Script(pattern), media ?? Media(), settings ?? new EditSettings());

    /// <summary>What is seen in the middle of a stretch of time.</summary>
    public static Shot SeenAt(this Timeline timeline, double seconds) => timeline.Shots.Last(shot => shot.StartFrame <= seconds * timeline.FramesPerSecond);

    public static AudioClip Sound(this Timeline timeline, string path) => timeline.Audio.Single(clip => clip.Path == path);
}

using System.Text;
using FunctionsPipeline.Pipelines.Episode.Characters;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Tests.Control;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Tests.Episode;

/// <summary>The library of characters: whoever comes first decides.</summary>
public sealed class CharacterLibraryTests : IDisposable
{
    private readonly PipelineWorld _world = new(DateTimeOffset.UnixEpoch);
    private readonly CharacterLibrary _library;

    public CharacterLibraryTests() => _library = new CharacterLibrary(_world.Tables, _world.Blobs);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task The_first_record_of_a_character_stays()
    {
        await _library.AddAsync(Mara(7), default);

        (await _library.AddAsync(Mara(8), default)).Seed.ShouldBe(7);
    }

    [Fact]
    public async Task Of_two_faces_that_are_kept_at_once_one_is_the_face()
    {
        await _library.AddAsync(Mara(7), default);
        foreach (var name in new[] { "one", "two" }) await _world.Blobs.PutAsync($"runs/r/{name}.png", new MemoryStream(Encoding.UTF8.GetBytes(name)), BlobCondition.None, default);

        var kept = await Task.WhenAll(new[] { "one", "two" }.Select(name => _library.KeepFaceAsync("p", "mara", $"runs/r/{name}.png", new string(name[0], 64), default)));

        kept.Select(record => record.PortraitPath).Distinct().ShouldHaveSingleItem();
        (await _library.FindAsync("p", "mara", default))!.PortraitPath.ShouldBe(kept[0].PortraitPath);
    }

    [Fact]
    public async Task A_voice_that_is_assigned_is_not_changed()
    {
        await _library.AddAsync(Mara(7), default);
        await _library.KeepVoicesAsync("p", "mara", new Dictionary<string, string> { ["openai"] = "nova" }, default);

        var record = await _library.KeepVoicesAsync("p", "mara", new Dictionary<string, string> { ["openai"] = "coral", ["elevenlabs"] = "x" }, default);

        record.Voices.ShouldBe(new Dictionary<string, string> { ["openai"] = "nova", ["elevenlabs"] = "x" }, ignoreOrder: true);
    }

    private static CharacterRecord Mara(long seed) => new()
    {
        Project = "p",
        Id = "mara",
        Name = "Mara",
        Appearance = "A woman",
        Voice = new VoiceProfile("female", "young", "warm"),
        Depth = new CharacterDepth("w", "f", "s"),
        Seed = seed,
        Voices = new Dictionary<string, string>(),
    };
}

using FunctionsPipeline.Pipelines.Episode.Casting;
using FunctionsPipeline.Pipelines.Episode.Preview;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Providers;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Episode;

/// <summary>Voices of characters, and scripts that nobody was asked for.</summary>
public sealed class VoiceCastingTests
{
    [Theory]
    [InlineData("elevenlabs", "female", "young")]
    [InlineData("elevenlabs", "male", "old")]
    [InlineData("openai", "female", "middle")]
    public void A_voice_is_of_the_gender_and_age_that_are_wanted(string provider, string gender, string age)
    {
        var chosen = KnownVoices.Of(provider).First(voice => voice.Id == VoiceCasting.Choose(Speech(provider), "", new VoiceProfile(gender, age, ""), new HashSet<string>()));

        (chosen.Profile.Gender, chosen.Profile.Age).ShouldBe((gender, age));
    }

    [Fact]
    public void Nobody_has_the_voice_of_another_as_long_as_there_are_enough()
    {
        var voices = KnownVoices.Of("openai");
        var taken = new HashSet<string>(StringComparer.Ordinal);

        foreach (var _ in voices) taken.Add(VoiceCasting.Choose(Speech("openai"), "", new VoiceProfile("female", "young", "warm"), taken)).ShouldBeTrue();

        taken.ShouldContain(VoiceCasting.Choose(Speech("openai"), "", new VoiceProfile("female", "young", "warm"), taken));
    }

    [Fact]
    public void A_preview_has_the_five_beats_in_the_words_of_the_story()
    {
        var script = PreviewScript.Of("The Fox", "The Fox\n\nA fox saw grapes. He jumped. He fell. He tried again. \"They are sour,\" he said. He left.", 30, null);

        script.Beats.Select(beat => beat.Kind).ShouldBe(Enum.GetValues<BeatKind>());
        script.Beats[0].Narration.ShouldStartWith("A fox saw grapes.");
        script.Broll.Count.ShouldBe(5);
        script.Lines.ShouldBeEmpty();
    }

    private static ISpeechModel Speech(string provider)
    {
        var definition = ProviderDefinition.Of(provider);
        var set = new ProviderSet([new ProviderAccess(provider, new Uri(definition.BaseUrl), "key")], TimeProvider.System, new Random(1), NullLoggerFactory.Instance);
        return set.Speech[provider];
    }
}

using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode.Casting;

/// <summary>Chooses voices for characters. Pure: the same profile and the same taken voices give the same voice.</summary>
internal static class VoiceCasting
{
    /// <summary>What a server of one's own is asked for when nothing is known of its voices.</summary>
    private const string UsualVoice = "alloy";

    private const int GenderPoints = 8;
    private const int AgePoints = 3;

    /// <summary>A voice that fits, another one than the taken ones as long as there is one.</summary>
    /// <param name="speech">The provider.</param>
    /// <param name="model">The model, which may have some of the voices only.</param>
    /// <param name="profile">How the character sounds.</param>
    /// <param name="taken">Voices of the others.</param>
    public static string Choose(ISpeechModel speech, string model, VoiceProfile profile, IReadOnlySet<string> taken)
    {
        var allowed = speech.Models.FirstOrDefault(known => known.Name == model)?.VoiceIds ?? [];
        var voices = VoicesOf(speech).Where(voice => allowed.Count == 0 || allowed.Contains(voice.Id)).ToList();
        if (voices.Count == 0) return allowed.Count > 0 ? allowed[0] : UsualVoice;

        // Of two that fit alike, the one that stands first in the table.
        var free = voices.Where(voice => !taken.Contains(voice.Id)).ToList();
        return (free.Count > 0 ? free : voices).MaxBy(voice => Points(voice.Profile, profile))!.Id;
    }

    private static IReadOnlyList<KnownVoice> VoicesOf(ISpeechModel speech) => KnownVoices.Of(speech.ProviderId) is { Count: > 0 } known
        ? known
        : [.. speech.Voices.Select(voice => new KnownVoice(voice.Id, new VoiceProfile(voice.Gender ?? "neutral", "middle", voice.Description ?? "")))];

    private static int Points(VoiceProfile voice, VoiceProfile wanted)
    {
        var gender = voice.Gender == wanted.Gender || wanted.Gender == "neutral" ? GenderPoints : voice.Gender == "neutral" ? GenderPoints / 2 : 0;
        var age = voice.Age == wanted.Age ? AgePoints : wanted.Age == "child" && voice.Age == "young" ? AgePoints - 1 : 0;
        return gender + age + Words(voice.Tone).Intersect(Words(wanted.Tone), StringComparer.Ordinal).Count();
    }

    private static IEnumerable<string> Words(string tone) =>
        tone.ToLowerInvariant().Split([' ', ',', ';', '.', '-'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal);
}

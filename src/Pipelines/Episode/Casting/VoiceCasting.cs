using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Casting;

/// <summary>Somebody who needs a voice: a character of a project, or its narrator.</summary>
/// <param name="Id">Known by it within the project.</param>
/// <param name="Profile">How it sounds.</param>
public sealed record VoicePart(string Id, VoiceProfile Profile);

/// <summary>
/// Gives the parts of an episode voices of a provider. Pure: the same parts and the same assignments give the same voices, in whatever order
/// the parts come. Who has a voice keeps it.
/// </summary>
public static class VoiceCasting
{
    /// <summary>Id of the narrator's part.</summary>
    public const string NarratorId = "narrator";

    private const int GenderWeight = 100;
    private const int AgeWeight = 12;
    private const int ToneWeight = 5;

    private static readonly string[] Ages = ["child", "young", "middle", "old"];
    private static readonly char[] Separators = [' ', ',', ';', '/', '.'];

    /// <summary>A narrator of whom nothing else is said.</summary>
    public static VoicePart Narrator { get; } = new(NarratorId, new VoiceProfile("neutral", "middle", "narrator, storytelling, warm, calm"));

    /// <summary>Assigns voices.</summary>
    /// <param name="voices">The provider's voices, for example <see cref="VoiceTables.Of"/>.</param>
    /// <param name="parts">Who needs one; each id once.</param>
    /// <param name="assigned">Voice ids that parts of the project already have at this provider, by part id; also of parts that are not in this episode, which keep theirs.</param>
    /// <returns>A voice id for each part.</returns>
    /// <exception cref="ArgumentException">There are parts and no voices.</exception>
    public static IReadOnlyDictionary<string, string> Assign(
        IReadOnlyList<CastVoice> voices, IReadOnlyList<VoicePart> parts, IReadOnlyDictionary<string, string> assigned)
    {
        if (voices.Count == 0 && parts.Any(part => !assigned.ContainsKey(part.Id))) throw new ArgumentException("There are no voices to choose from.", nameof(voices));

        var cast = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            if (assigned.TryGetValue(part.Id, out var voice)) cast[part.Id] = voice;
        }

        // The narrator is heard most and chooses first; then by id, so that the order of a script does not matter.
        var uses = assigned.Values.GroupBy(id => id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        foreach (var part in parts.Where(part => !cast.ContainsKey(part.Id)).OrderByDescending(part => part.Id == NarratorId).ThenBy(part => part.Id, StringComparer.Ordinal))
        {
            var chosen = Choose(voices, part, uses);
            cast[part.Id] = chosen.Id;
            uses[chosen.Id] = uses.GetValueOrDefault(chosen.Id) + 1;
        }

        return cast;
    }

    /// <summary>A voice that nobody has yet, of the right gender if there is one; when all of that gender are taken, the one that the fewest have.</summary>
    private static CastVoice Choose(IReadOnlyList<CastVoice> voices, VoicePart part, Dictionary<string, int> uses)
    {
        var fitting = voices.Where(voice => FitsGender(voice, part.Profile)).ToList();
        if (fitting.Count == 0) fitting = [.. voices];
        return fitting
            .OrderBy(voice => uses.GetValueOrDefault(voice.Id))
            .ThenByDescending(voice => Score(voice, part.Profile))
            .ThenBy(voice => Tie(voice, part), StringComparer.Ordinal)
            .First();
    }

    /// <summary>Somebody of no stated gender may have any voice, and a neutral voice is anybody's.</summary>
    private static bool FitsGender(CastVoice voice, VoiceProfile profile) =>
        Is(profile.Gender, "neutral") || Is(voice.Gender, "neutral") || Is(voice.Gender, profile.Gender);

    private static int Score(CastVoice voice, VoiceProfile profile)
    {
        var gender = Is(voice.Gender, profile.Gender) && !Is(profile.Gender, "neutral") ? GenderWeight : 0;
        var wanted = Array.FindIndex(Ages, age => Is(age, profile.Age));
        var has = Array.FindIndex(Ages, age => Is(age, voice.Age));
        var apart = wanted < 0 || has < 0 ? 1 : Math.Abs(wanted - has);
        var tones = profile.Tone.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return gender - (AgeWeight * apart) + (ToneWeight * tones.Distinct(StringComparer.OrdinalIgnoreCase).Count(tone => voice.Tones.Contains(tone, StringComparer.OrdinalIgnoreCase)));
    }

    // Equally good voices are spread over the parts, and not always taken from the top of the table.
    private static string Tie(CastVoice voice, VoicePart part) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{part.Id} {voice.Id}")));

    private static bool Is(string value, string expected) => string.Equals(value, expected, StringComparison.OrdinalIgnoreCase);
}

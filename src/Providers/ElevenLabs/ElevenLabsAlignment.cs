using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.ElevenLabs;

/// <summary>When each character is spoken: three lists side by side. Pure.</summary>
internal static class ElevenLabsAlignment
{
    /// <summary>The characters of a reply; empty when it has none. <c>alignment</c> is about the text as sent, the other about how it was read; either may be null.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="problem">Why what is there cannot be used; null when nothing is wrong with it.</param>
    public static IReadOnlyList<TimedText> Read(JsonElement reply, out string? problem)
    {
        problem = null;
        if ((reply.Object("alignment") ?? reply.Object("normalized_alignment")) is not { } alignment) return [];
        if (alignment.Array("characters") is not { } characters
            || alignment.Array("character_start_times_seconds") is not { } starts
            || alignment.Array("character_end_times_seconds") is not { } ends
            || starts.GetArrayLength() != characters.GetArrayLength() || ends.GetArrayLength() != characters.GetArrayLength())
        {
            problem = "the characters and their times are not lists of one length";
            return [];
        }

        var spoken = new List<TimedText>(characters.GetArrayLength());
        var last = 0.0;
        for (var index = 0; index < characters.GetArrayLength(); index++)
        {
            if (characters[index].ValueKind != JsonValueKind.String || Seconds(starts[index]) is not { } start || Seconds(ends[index]) is not { } end
                || start < last || end < start)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"the time of character {index + 1} is no time, or lies before the one before it");
                return [];
            }

            spoken.Add(new TimedText(characters[index].GetString()!, start, end));
            last = start;
        }

        return spoken;
    }

    private static double? Seconds(JsonElement time) =>
        time.ValueKind == JsonValueKind.Number && time.TryGetDouble(out var seconds) && double.IsFinite(seconds) && seconds >= 0 ? seconds : null;
}

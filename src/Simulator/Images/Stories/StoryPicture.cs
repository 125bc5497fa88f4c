using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.Images.Stories;

/// <summary>Pictures for stories: a face where a portrait is asked for, else a place in its light. What a prompt names is what is painted.</summary>
internal static class StoryPicture
{
    /// <summary>True for prompts that ask for a picture of a story: they say so by its form.</summary>
    public static bool IsWanted(string prompt) => prompt.Contains("Photorealistic, vertical", StringComparison.Ordinal);

    /// <summary>Paints it.</summary>
    public static Raster Paint(int widthPx, int heightPx, string prompt, Draw draw)
    {
        var picture = new Raster(widthPx, heightPx);
        var brush = new SoftBrush(picture);
        if (prompt.StartsWith("Portrait of", StringComparison.Ordinal)) new PortraitScene(brush, prompt, draw).Paint();
        else new PlaceScene(brush, prompt, draw).Paint();
        Grain(picture, draw.State);
        return picture;
    }

    /// <summary>The first of some words that a prompt has, with what stands for it.</summary>
    public static T? Find<T>(string prompt, params ReadOnlySpan<(string Word, T Value)> words)
        where T : struct
    {
        foreach (var (word, value) in words)
        {
            if (Regex.IsMatch(prompt, $@"\b{word}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)) return value;
        }

        return null;
    }

    // As film has it: without, smooth colours show steps.
    private static void Grain(Raster picture, ulong seed)
    {
        var state = seed | 1;
        for (var at = 0; at < picture.Rgb.Length; at += Raster.Channels)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            var grain = (int)(state % 9) - 4;
            for (var channel = 0; channel < Raster.Channels; channel++) picture.Rgb[at + channel] = (byte)Math.Clamp(picture.Rgb[at + channel] + grain, 0, 255);
        }
    }
}

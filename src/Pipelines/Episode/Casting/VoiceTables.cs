using System.Reflection;
using System.Text.Json;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode.Casting;

/// <summary>The voices of the providers, from the data that comes with the program (<c>voices.json</c>).</summary>
public static class VoiceTables
{
    private const string Resource = "FunctionsPipeline.Pipelines.Episode.Casting.voices.json";

    private static readonly Lazy<IReadOnlyDictionary<string, IReadOnlyList<CastVoice>>> Tables = new(Read);

    /// <summary>Providers with a table.</summary>
    public static IEnumerable<string> Providers => Tables.Value.Keys;

    /// <summary>The voices that a model of a provider has; empty for a provider without a table.</summary>
    /// <param name="provider">Provider id.</param>
    /// <param name="model">The model; null for all voices of the provider.</param>
    public static IReadOnlyList<CastVoice> Of(string provider, SpeechModel? model = null)
    {
        if (!Tables.Value.TryGetValue(provider, out var voices)) return [];
        return model is null || model.VoiceIds.Count == 0 ? voices : [.. voices.Where(voice => model.VoiceIds.Contains(voice.Id))];
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<CastVoice>> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The tables of voices are missing from the program.");
        var file = JsonSerializer.Deserialize<VoiceFile>(stream, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("The tables of voices are empty.");
        return file.Tables
            .SelectMany(table => table.Providers.Select(provider => (provider, table.Voices)))
            .ToDictionary(entry => entry.provider, entry => entry.Voices, StringComparer.Ordinal);
    }

    private sealed record VoiceFile(IReadOnlyList<VoiceFileTable> Tables);

    private sealed record VoiceFileTable(IReadOnlyList<string> Providers, IReadOnlyList<CastVoice> Voices);
}

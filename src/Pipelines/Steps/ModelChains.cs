using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>Makes chains of models from what a person names and from what a host has access to.</summary>
internal static class ModelChains
{
    /// <summary>Makes a chain.</summary>
    /// <param name="field">Field of the specification, for messages.</param>
    /// <param name="wanted">Entries <c>provider</c> or <c>provider/model</c>, the preferred one first; empty for the host's own choice.</param>
    /// <param name="preference">Providers in the order in which the host chooses; also all that can do the step.</param>
    /// <param name="modelsOf">The models of a provider that the host has access to, cheapest first, empty when any may be right; null without access.</param>
    /// <param name="problems">Gets what is wrong with the entries.</param>
    /// <returns>The chain; empty when the host has access to none.</returns>
    public static IReadOnlyList<ModelChoice> Create(
        string field, IReadOnlyList<string> wanted, IReadOnlyList<string> preference, Func<string, IReadOnlyList<string>?> modelsOf, InputProblems problems)
    {
        if (wanted.Count == 0)
        {
            // One's own choice has no stand-in that nobody asked for: it would cost what nobody saw.
            return [.. preference.Where(provider => modelsOf(provider) is { Count: > 0 }).Take(1).Select(provider => new ModelChoice(provider, modelsOf(provider)![0]))];
        }

        var chain = new List<ModelChoice>();
        foreach (var entry in wanted)
        {
            if (Read(field, entry, preference, modelsOf, problems) is { } choice) chain.Add(choice);
        }

        return chain;
    }

    private static ModelChoice? Read(
        string field, string entry, IReadOnlyList<string> preference, Func<string, IReadOnlyList<string>?> modelsOf, InputProblems problems)
    {
        var slash = entry.IndexOf('/');
        var provider = slash < 0 ? entry : entry[..slash];
        if (!preference.Contains(provider, StringComparer.Ordinal))
        {
            var closest = Suggestion.Closest(provider, preference);
            problems.Add(null, null, field, $"there is no provider '{DocumentNode.Shorten(provider)}' for this step{(closest is null ? "" : $"; did you mean '{closest}'?")}", null, string.Join(", ", preference));
            return null;
        }

        var models = modelsOf(provider);
        var model = slash < 0 ? models?.FirstOrDefault() : entry[(slash + 1)..];
        if (models is null)
        {
            var definition = ProviderDefinition.All.FirstOrDefault(known => known.Id == provider);
            return new ModelChoice(provider, model ?? "") { Missing = $"this host has no access to it (set {definition?.KeySettings.FirstOrDefault() ?? definition?.BaseUrlSetting ?? "its key"})." };
        }

        if (model is null) problems.Add(null, null, field, $"'{provider}' is a server of one's own, whose models are not known here", null, $"'{provider}/MODEL'");
        else if (models.Count > 0 && !models.Contains(model, StringComparer.Ordinal)) problems.Add(null, null, field, $"'{provider}' has no model '{DocumentNode.Shorten(model)}'", null, string.Join(", ", models));
        else return new ModelChoice(provider, model);
        return null;
    }
}

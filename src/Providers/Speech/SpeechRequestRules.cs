using System.Globalization;

namespace FunctionsPipeline.Providers.Speech;

/// <summary>Holds a request against what its model can do. Pure.</summary>
internal static class SpeechRequestRules
{
    /// <summary>The problems; empty when there are none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="models">The models there are; empty when any may be right, and then only the text and the voice are looked at.</param>
    public static IReadOnlyList<string> Check(SpeechRequest request, IReadOnlyList<SpeechModel> models)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(request.Model)) problems.Add("model: is missing");
        if (string.IsNullOrWhiteSpace(request.Text)) problems.Add("text: is empty");
        if (string.IsNullOrWhiteSpace(request.Voice)) problems.Add("voice: is missing");
        if (models.Count == 0 || problems.Count > 0) return problems;

        if (models.FirstOrDefault(known => string.Equals(known.Name, request.Model, StringComparison.Ordinal)) is not { } model)
        {
            return [$"model: '{request.Model}' is not known; one of: {string.Join(", ", models.Select(known => known.Name))}"];
        }

        if (request.Text.Length > model.CharactersMax) problems.Add($"text: has {request.Text.Length} characters; {model.Name} takes at most {model.CharactersMax}");
        if (request.Speed is { } speed && !(speed >= model.SpeedMin && speed <= model.SpeedMax))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"speed: {speed} is not offered; {model.SpeedMin} to {model.SpeedMax}"));
        }

        if (model.VoiceIds.Count > 0 && !model.VoiceIds.Contains(request.Voice))
        {
            problems.Add($"voice: '{request.Voice}' is not one of {model.Name}; one of: {string.Join(", ", model.VoiceIds)}");
        }

        if (request.Seed is { } seed && seed is < 0 or > uint.MaxValue) problems.Add($"seed: {request.Seed} is not from 0 to {uint.MaxValue}");
        Refuse("instructions", request.Instructions is not null && !model.TakesInstructions);
        Refuse("language", request.Language is not null && !model.TakesLanguage);
        Refuse("seed", request.Seed is not null && !model.TakesSeed);
        Refuse("previous and next text", (request.PreviousText ?? request.NextText) is not null && !model.TakesContext);
        return problems;

        void Refuse(string field, bool isGiven)
        {
            if (isGiven) problems.Add($"{field}: {model.Name} takes none");
        }
    }
}

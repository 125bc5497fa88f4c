namespace FunctionsPipeline.Providers;

/// <summary>Checks an image request against what a model can do. Used by every image generator, so that all say it in the same words.</summary>
internal static class ImageRequestRules
{
    /// <summary>Checks without sending.</summary>
    /// <param name="request">The request.</param>
    /// <param name="models">What is offered; empty when any model's name may be right, and then only the rest is checked.</param>
    /// <returns>A line a problem: the field, the value and what is allowed.</returns>
    public static IReadOnlyList<string> Check(ImageRequest request, IReadOnlyList<ImageModel> models)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(request.Prompt)) problems.Add("prompt: is empty");
        if (request.Count < 1) problems.Add($"count: {request.Count} is below 1");
        if (models.Count == 0) return problems;

        if (models.FirstOrDefault(known => string.Equals(known.Name, request.Model, StringComparison.Ordinal)) is not { } model)
        {
            problems.Add($"model: '{request.Model}' is not known; one of: {string.Join(", ", models.Select(known => known.Name))}");
            return problems;
        }

        if (request.Count > model.CountMax) problems.Add($"count: {request.Count} is above {model.CountMax}, the most of {model.Name}");
        Choice("aspect ratio", request.AspectRatio, model.AspectRatios);
        Choice("resolution", request.Resolution, model.Resolutions);
        if (request.Seed is not null && !model.TakesSeed) problems.Add($"seed: {model.Name} takes none");
        if (request.NegativePrompt is not null && !model.TakesNegativePrompt) problems.Add($"negative prompt: {model.Name} takes none");
        if (request.References.Count > model.ReferencesMax)
        {
            problems.Add($"references: {request.References.Count} pictures; {model.Name} takes at most {model.ReferencesMax}");
        }

        return problems;

        void Choice(string field, string? value, IReadOnlyList<string> allowed)
        {
            if (value is null || allowed.Contains(value, StringComparer.Ordinal)) return;
            problems.Add(allowed.Count == 0
                ? $"{field}: '{value}' was given; {model.Name} takes none"
                : $"{field}: '{value}' is not offered by {model.Name}; one of: {string.Join(", ", allowed)}");
        }
    }
}

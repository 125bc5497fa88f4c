namespace FunctionsPipeline.Providers;

/// <summary>Holds a request against what its model can do. Pure.</summary>
internal static class VideoRequestRules
{
    public static IReadOnlyList<string> Check(VideoRequest request, IReadOnlyList<VideoModel> models)
    {
        var model = Find(models, request.Model);
        if (model is null)
        {
            return [$"model: '{Shorten(request.Model)}' is not known; one of: {string.Join(", ", models.Select(known => known.Name))}"];
        }

        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(request.Prompt) && (model.Image == InputUse.Unsupported || request.ImageUrl is null))
        {
            problems.Add("prompt: is empty");
        }

        if (!model.DurationsSeconds.Contains(request.DurationSeconds))
        {
            problems.Add($"duration: {request.DurationSeconds} s is not offered by {model.Name}; {Durations(model.DurationsSeconds)}");
        }

        CheckChoice("aspect ratio", request.AspectRatio, model.AspectRatios, model, problems);
        CheckChoice("resolution", request.Resolution, model.Resolutions, model, problems);
        CheckImage(request, model, problems);
        if (request.Seed is not null && !model.TakesSeed) problems.Add($"seed: {model.Name} takes none");
        if (request.NegativePrompt is not null && !model.TakesNegativePrompt) problems.Add($"negative prompt: {model.Name} takes none");
        if (request.GenerateAudio is not null && !model.TakesAudioSwitch) problems.Add($"audio: {model.Name} has no switch for it");
        return problems;
    }

    public static VideoModel? Find(IReadOnlyList<VideoModel> models, string name) =>
        models.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.Ordinal));

    private static void CheckChoice(string field, string? value, IReadOnlyList<string> offered, VideoModel model, List<string> problems)
    {
        if (value is null || offered.Contains(value, StringComparer.Ordinal)) return;
        problems.Add(offered.Count == 0
            ? $"{field}: {model.Name} takes none"
            : $"{field}: '{Shorten(value)}' is not offered by {model.Name}; one of: {string.Join(", ", offered)}");
    }

    private static void CheckImage(VideoRequest request, VideoModel model, List<string> problems)
    {
        if (request.ImageUrl is null)
        {
            if (model.Image == InputUse.Required) problems.Add($"image: {model.Name} starts from an image; none is given");
            if (request.Resolution is { } resolution && model.ResolutionsOnlyFromImage.Contains(resolution, StringComparer.Ordinal))
            {
                problems.Add($"resolution: {model.Name} makes {resolution} from an image only");
            }

            return;
        }

        if (model.Image == InputUse.Unsupported)
        {
            problems.Add($"image: {model.Name} takes none");
        }
        else if (!request.ImageUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && !request.ImageUrl.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add("image: must be an https URL or a data:image/ URI");
        }
    }

    private static string Durations(IReadOnlyList<int> seconds)
    {
        var isRange = seconds.Count > 2 && seconds[^1] - seconds[0] == seconds.Count - 1;
        return isRange ? $"{seconds[0]} to {seconds[^1]} s" : $"one of: {string.Join(", ", seconds)} s";
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}

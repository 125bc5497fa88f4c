namespace FunctionsPipeline.Providers;

/// <summary>Holds a request against what its model can do. Pure.</summary>
internal static class TalkingHeadRules
{
    private static readonly string[] PortraitTypes = ["image/jpeg", "image/png"];
    private static readonly string[] SoundTypes = ["audio/mpeg", "audio/wav"];

    /// <summary>The problems; empty when there are none.</summary>
    public static IReadOnlyList<string> Check(TalkingHeadRequest request, IReadOnlyList<TalkingHeadModel> models)
    {
        var model = models.FirstOrDefault(known => string.Equals(known.Name, request.Model, StringComparison.Ordinal));
        if (model is null) return [$"model: '{request.Model}' is not known; one of: {string.Join(", ", models.Select(known => known.Name))}"];

        var problems = new List<string>();
        CheckPortrait(request, model, problems);
        CheckSpeech(request, model, problems);
        CheckChoice("aspect ratio", request.AspectRatio, model.AspectRatios, model.Name, problems);
        CheckChoice("resolution", request.Resolution, model.Resolutions, model.Name, problems);
        return problems;
    }

    private static void CheckPortrait(TalkingHeadRequest request, TalkingHeadModel model, List<string> problems)
    {
        if (request.Portrait is null == request.PortraitUrl is null) problems.Add("portrait: give a picture or a link to one, and not both");
        CheckLink("portrait", request.PortraitUrl, problems);
        if (request.Portrait is not { } portrait) return;
        if (!PortraitTypes.Contains(portrait.MediaType)) problems.Add($"portrait: is {portrait.MediaType}; one of: {string.Join(", ", PortraitTypes)}");
        CheckSize("portrait", portrait.Content.Length, model.PortraitBytesMax, problems);
    }

    private static void CheckSpeech(TalkingHeadRequest request, TalkingHeadModel model, List<string> problems)
    {
        object?[] given = [request.Sound, request.SoundUrl, request.Text];
        if (given.Count(entry => entry is not null) != 1) problems.Add("speech: give exactly one of a sound, a link to one, and a text");
        CheckLink("sound", request.SoundUrl, problems);
        if (request.Sound is { } sound)
        {
            if (!SoundTypes.Contains(sound.MediaType)) problems.Add($"sound: is {sound.MediaType}; one of: {string.Join(", ", SoundTypes)}");
            CheckSize("sound", sound.Content.Length, model.SoundBytesMax, problems);
        }

        if (request.Text is not { } text) return;
        if (text.Trim().Length < model.TextCharactersMin || text.Length > model.TextCharactersMax)
        {
            problems.Add($"text: has {text.Length} characters; {model.TextCharactersMin} to {model.TextCharactersMax} are allowed");
        }

        if (string.IsNullOrWhiteSpace(request.Voice)) problems.Add("voice: a text needs one");
    }

    private static void CheckLink(string field, Uri? url, List<string> problems)
    {
        if (url is null || (url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))) return;
        problems.Add($"{field}: a link must be an absolute https address");
    }

    private static void CheckSize(string field, int bytes, int bytesMax, List<string> problems)
    {
        if (bytes == 0) problems.Add($"{field}: is empty");
        else if (bytes > bytesMax) problems.Add($"{field}: has {bytes} bytes; at most {bytesMax} are allowed");
    }

    private static void CheckChoice(string field, string? value, IReadOnlyList<string> allowed, string model, List<string> problems)
    {
        if (value is null || allowed.Contains(value)) return;
        problems.Add(allowed.Count == 0
            ? $"{field}: '{value}' was given; {model} takes none"
            : $"{field}: '{value}' is not made by {model}; one of: {string.Join(", ", allowed)}");
    }
}

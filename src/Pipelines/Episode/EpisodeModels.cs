using FunctionsPipeline.Pipelines.Episode.Input;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Who writes, paints, speaks and makes faces speak.</summary>
internal sealed record EpisodeModels(
    IReadOnlyList<ModelChoice> Writers, IReadOnlyList<ModelChoice> Images, IReadOnlyList<ModelChoice> Voices, IReadOnlyList<ModelChoice> Heads)
{
    // OpenAI first: its answers can be looked up, so that one whose reply was lost is not paid again.
    private static readonly string[] ChatPreference = ["openai", "gemini", "xai", "openai-compatible"];
    private static readonly string[] ImagePreference = ["fal", "openai", "gemini", "huggingface", "xai", "comfyui", "openai-compatible"];
    private static readonly string[] VoicePreference = ["elevenlabs", "openai", "openai-compatible"];
    private static readonly string[] HeadPreference = ["did", "heygen"];

    /// <summary>Every chain.</summary>
    public IEnumerable<ModelChoice> All => Writers.Concat(Images).Concat(Voices).Concat(Heads);

    /// <exception cref="InputException">A model is not known, or this host has access to none that could do a step.</exception>
    public static EpisodeModels Create(PipelineServices services, EpisodeSpec spec, string name)
    {
        var problems = new InputProblems(name);
        var providers = services.Providers;
        var models = new EpisodeModels(
            ModelChains.Create("writers", spec.Writers, ChatPreference, provider => providers.Chat.GetValueOrDefault(provider)?.Models, problems),
            ModelChains.Create("images", spec.Images, ImagePreference, provider => providers.Images.GetValueOrDefault(provider)?.Models.Select(model => model.Name).ToList(), problems),
            ModelChains.Create("voices", spec.Voices, VoicePreference, provider => providers.Speech.GetValueOrDefault(provider)?.Models.Select(model => model.Name).ToList(), problems),
            spec.LipSync
                ? ModelChains.Create("heads", spec.Heads, HeadPreference, provider => providers.TalkingHeads.GetValueOrDefault(provider)?.Models.Select(model => model.Name).ToList(), problems)
                : []);
        problems.ThrowIfAny();
        if (spec.Preview) return models;

        Require(name, "language model", models.Writers, "GEMINI_API_KEY, OPENAI_API_KEY or XAI_API_KEY, or OPENAI_COMPATIBLE_BASE_URL with writers: openai-compatible/MODEL");
        Require(name, "image model", models.Images, "FAL_AI_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY or HF_TOKEN, or a server of one's own with images: comfyui/MODEL");
        Require(name, "speech model", models.Voices, "ELEVENLABS_API_KEY or OPENAI_API_KEY, or OPENAI_COMPATIBLE_BASE_URL with voices: openai-compatible/MODEL");
        return models;
    }

    private static void Require(string name, string what, IReadOnlyList<ModelChoice> chain, string settings)
    {
        if (chain.All(choice => choice.Missing is not null)) throw InputException.Of(name, [$"there is no {what} on this host: set {settings}; preview: true shows what the episode would be without any"]);
    }
}

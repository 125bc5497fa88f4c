using FunctionsPipeline.Pipelines.Images.Input;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>Who makes, judges and improves.</summary>
internal sealed record ImagesModels(IReadOnlyList<ModelChoice> Images, IReadOnlyList<ModelChoice> Judges, IReadOnlyList<ModelChoice> Improvers)
{
    private static readonly string[] ImagePreference = ["fal", "openai", "gemini", "xai", "huggingface", "comfyui", "openai-compatible"];
    private static readonly string[] ChatPreference = ["gemini", "openai", "xai", "openai-compatible"];

    /// <exception cref="InputException">A model is not known, or this host has access to none that could do a step.</exception>
    public static ImagesModels Create(PipelineServices services, ImagesSpec spec, string name)
    {
        var problems = new InputProblems(name);
        IReadOnlyList<string>? ChatModels(string provider) => services.Providers.Chat.GetValueOrDefault(provider)?.Models;

        var images = ModelChains.Create(
            "images", spec.Images, ImagePreference, provider => services.Providers.Images.GetValueOrDefault(provider)?.Models.Select(model => model.Name).ToList(), problems);
        var judges = ModelChains.Create("judges", spec.Judges, ChatPreference, ChatModels, problems);
        var improvers = spec.Improvers.Count == 0 ? judges : ModelChains.Create("improvers", spec.Improvers, ChatPreference, ChatModels, problems);
        problems.ThrowIfAny();
        Require(name, "image model", images, "FAL_AI_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY, XAI_API_KEY or HF_TOKEN, or a server of one's own with images: comfyui/MODEL or openai-compatible/MODEL");
        Require(name, "model to judge images", judges, "GEMINI_API_KEY, OPENAI_API_KEY or XAI_API_KEY, or OPENAI_COMPATIBLE_BASE_URL with judges: openai-compatible/MODEL");
        Require(name, "model to improve prompts", improvers, "GEMINI_API_KEY, OPENAI_API_KEY or XAI_API_KEY, or name those of judges");
        return new ImagesModels(images, judges, improvers);
    }

    private static void Require(string name, string what, IReadOnlyList<ModelChoice> chain, string settings)
    {
        if (chain.All(choice => choice.Missing is not null)) throw InputException.Of(name, [$"there is no {what} on this host: set {settings}"]);
    }
}

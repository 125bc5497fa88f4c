using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>Who turns suggestions into vectors. Only with a threshold can an embedder say what a duplicate is; without one it is not paid.</summary>
internal static class EmbedderChains
{
    private static readonly ModelChoice Offline = new(EmbedderId.Offline.ProviderId, EmbedderId.Offline.Model);
    private static readonly string[] Preference = ["gemini", "openai", "openai-compatible", EmbedderId.Offline.ProviderId];

    /// <summary>The chain of a run. The offline one stands in at the end of every chain that does not name it: it costs nothing, and says so.</summary>
    /// <param name="services">What this host has access to.</param>
    /// <param name="wanted">Entries <c>provider</c> or <c>provider/model</c>; empty for the host's own choice.</param>
    /// <param name="threshold">That of the first of them, given by whoever named it; null for the fitted one.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static IReadOnlyList<ModelChoice> Of(PipelineServices services, IReadOnlyList<string> wanted, double? threshold, InputProblems problems)
    {
        if (wanted.Count == 0)
        {
            if (threshold is not null) problems.Add(null, null, "dedupThreshold", "is given without the embedder that it is for", null, "with embedders: PROVIDER/MODEL");
            var online = Preference.Where(provider => provider != Offline.Provider)
                .SelectMany(provider => (ModelsOf(services, provider) ?? []).Select(model => new ModelChoice(provider, model)));
            var first = online.FirstOrDefault(choice => IsFitted(choice.Provider, choice.Model))
                ?? new ModelChoice(Preference[0], "") { Missing = "this host has no access to a maker of vectors that a threshold was fitted for." };
            return [first, Offline];
        }

        var chain = ModelChains.Create("embedders", wanted, Preference, provider => ModelsOf(services, provider), problems)
            .Select((choice, index) => choice.Missing is not null || (index == 0 && threshold is not null) || IsFitted(choice.Provider, choice.Model)
                ? choice
                : choice with { Missing = $"no threshold was fitted for it, so nobody knows from where on its vectors say the same (pipeline dedup-report --embedder {choice} fits one for dedupThreshold)." })
            .ToList();
        return chain.Any(choice => choice.Provider == Offline.Provider) ? chain : [.. chain, Offline];
    }

    /// <summary>One embedder that a person names.</summary>
    /// <exception cref="InputException">This host has no access to it, or it does not exist.</exception>
    public static ModelChoice One(PipelineServices services, string wanted)
    {
        var problems = new InputProblems("--embedder");
        var choice = ModelChains.Create("embedder", [wanted], Preference, provider => ModelsOf(services, provider), problems).FirstOrDefault();
        problems.ThrowIfAny();
        return choice!.Missing is { } missing ? throw InputException.Of("--embedder", [$"{choice}: {missing}"]) : choice;
    }

    // The fitted ones first: a provider that is named without a model means the first.
    private static List<string>? ModelsOf(PipelineServices services, string provider) =>
        services.Providers.Embeddings.GetValueOrDefault(provider)?.Models.OrderByDescending(model => IsFitted(provider, model)).ToList();

    private static bool IsFitted(string provider, string model) => DeduplicationThresholds.BuiltIn.Find(new EmbedderId(provider, model)) is not null;
}

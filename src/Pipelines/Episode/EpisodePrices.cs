using FunctionsPipeline.Pipelines.Episode.Input;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.Pipelines.Steps.Speech;
using FunctionsPipeline.Pipelines.Steps.TalkingHeads;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>What an episode costs by the preferred models, and that every model that may be asked has a price.</summary>
internal static class EpisodePrices
{
    private const int UsualCharacters = 2;
    private const int UsualScenes = 5;
    private const int UsualLines = 3;
    private const int Beats = 5;

    /// <summary>Calls of an episode: retelling, cast and plan; faces, scenes and a thumbnail; beats and lines; speaking faces.</summary>
    public const int UsualCalls = 3 + UsualCharacters + UsualScenes + 1 + Beats + UsualLines + UsualLines;

    private static readonly Retelling Probe = new(
        "Probe", "Probe.", [.. Enum.GetValues<BeatKind>().Select(kind => new Beat(kind, string.Join(' ', Enumerable.Repeat("word", 16)), "calm"))]);

    private static readonly Cast ProbeCast = new([new Character("probe", "Probe", new string('x', 200), new VoiceProfile("female", "young", "warm"), new CharacterDepth("x", "x", "x"))]);

    /// <summary>The usual price of an episode, ticks of 1e-10 USD.</summary>
    /// <exception cref="InputException">A model that may be asked has no price, and what has no price is not bought.</exception>
    public static long PerEpisode(PipelineServices services, EpisodeModels models, EpisodeSpec spec)
    {
        var (chat, images, speech, heads) = (new ChatOrders(services), new ImageOrders(services), new SpeechOrders(services), new TalkingHeadOrders(services));
        var brief = new EpisodeBrief("Probe", new string('x', 3000)) { Seconds = spec.Duration };
        ChatRequest[] requests = [WordRequests.Rewrite(brief), WordRequests.Cast(brief, Probe), WordRequests.Plan(brief, Probe, ProbeCast)];
        var spoken = (int)(spec.Duration * SpeechLength.WordsPerSecond * 6);
        var line = spec.Duration / (Beats + UsualLines);

        Priced("writers", models.Writers, choice => chat.Create(choice, requests[0]).WorstTicks);
        Priced("images", models.Images, choice => images.WorstTicks(choice, new ImageRequest(choice.Model, new string('x', 400))));
        Priced("voices", models.Voices, choice => speech.WorstTicks(choice, 100));
        Priced("heads", models.Heads, choice => heads.WorstTicks(choice, line));
        return checked(
            requests.Sum(request => Preferred(models.Writers) is { } writer ? chat.TypicalTicks(writer, request)!.Value : 0)
            + ((UsualCharacters + UsualScenes + 1) * Of(models.Images, choice => images.WorstTicks(choice, new ImageRequest(choice.Model, new string('x', 400)))))
            + Of(models.Voices, choice => speech.WorstTicks(choice, spoken))
            + (UsualLines * Of(models.Heads, choice => heads.WorstTicks(choice, line))));
    }

    private static long Of(IReadOnlyList<ModelChoice> chain, Func<ModelChoice, long?> ticksOf) => Preferred(chain) is { } choice ? ticksOf(choice)!.Value : 0;

    private static ModelChoice? Preferred(IReadOnlyList<ModelChoice> chain) => chain.FirstOrDefault(choice => choice.Missing is null);

    private static void Priced(string field, IReadOnlyList<ModelChoice> chain, Func<ModelChoice, long?> ticksOf)
    {
        foreach (var choice in chain.Where(choice => choice.Missing is null && ticksOf(choice) is null))
        {
            throw InputException.Of(field, [$"no price is known for {choice}, and what has no price is not bought; add one to a prices file (setting pricesFile)"]);
        }
    }
}

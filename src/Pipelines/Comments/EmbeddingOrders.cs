using System.Text;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>Vectors as they are kept.</summary>
/// <param name="Texts">Hashes of the texts, in the order of the vectors.</param>
/// <param name="Vectors">One a text.</param>
/// <param name="InputTokens">Tokens read.</param>
internal sealed record VectorAnswer(IReadOnlyList<string> Texts, IReadOnlyList<float[]> Vectors, long InputTokens);

/// <summary>Orders vectors of texts.</summary>
internal static class EmbeddingOrders
{
    private const string Operation = "embedding";

    /// <summary>Orders vectors.</summary>
    /// <param name="services">Providers and prices.</param>
    /// <param name="choice">Who is asked.</param>
    /// <param name="project">Whose vectors they become.</param>
    /// <param name="texts">The texts of the step: what it is known by, whichever of them are bought.</param>
    /// <param name="missing">Those of them that the project has no vector of, which are sent.</param>
    public static StepOrder<VectorAnswer> Create(
        PipelineServices services, ModelChoice choice, string project, IReadOnlyList<EmbeddedText> texts, IReadOnlyList<EmbeddedText> missing)
    {
        var model = services.Providers.Embeddings[choice.Provider];
        var request = new EmbeddingRequest(choice.Model, [.. missing.Select(text => text.Text)]);
        return new StepOrder<VectorAnswer>
        {
            Provider = choice.Provider,
            Model = choice.Model,
            Operation = Operation,
            Class = model.Class,
            Prompt = string.Join('\n', request.Texts),
            Inputs = [StepInput.Of("model", choice.ToString()), StepInput.Of("project", project), .. texts.Select((text, index) => StepInput.Of($"text {index + 1}", text.Text))],

            WorstTicks = Ticks(services, choice, TokensMax(request)),
            SendAsync = async (reservation, cancellationToken) =>
            {
                var reply = await model.SubmitAsync(request, reservation, cancellationToken);
                var answer = new VectorAnswer([.. missing.Select(text => text.Sha256)], [.. reply.Vectors.Select(vector => vector.ToArray())], reply.InputTokens);

                // One that does not say what it has read is booked at the most that it can have been: never less than its bill.
                var tokens = reply.InputTokens > 0 ? reply.InputTokens : TokensMax(request);
                var ticks = reply.ChargedTicks ?? Ticks(services, choice, tokens)!.Value;
                return new SentStep<VectorAnswer>(reservation.CallId, new PricedReply<VectorAnswer>(answer, ticks));
            },
        };
    }

    /// <summary>No tokenizer makes more tokens than bytes.</summary>
    private static long TokensMax(EmbeddingRequest request) => request.Texts.Sum(Encoding.UTF8.GetByteCount);

    private static long? Ticks(PipelineServices services, ModelChoice choice, long tokens) =>
        services.Prices.TicksFor(choice.Provider, choice.Model, new Dictionary<string, string>(), (PriceUnit.InputToken, tokens));
}

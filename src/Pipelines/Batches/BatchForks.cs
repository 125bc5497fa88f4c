using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>What a fork does anew.</summary>
internal static class BatchForks
{
    /// <summary>The terms of a fork; null for a run of its own.</summary>
    /// <param name="request">What a person asks for.</param>
    /// <param name="steps">The pipeline's steps, in the order in which they follow from each other.</param>
    /// <exception cref="InputException">The step to begin with is none of the pipeline's.</exception>
    public static ForkTerms? Of(RunRequest request, IReadOnlyList<string> steps)
    {
        return request.ForkOf is { } source ? Of(source.RunId, request.RerunFrom, steps) : null;
    }

    /// <summary>The terms of a fork.</summary>
    /// <param name="source">The run that is forked.</param>
    /// <param name="from">The first step that is done anew; null for none.</param>
    /// <param name="steps">The pipeline's steps, in the order in which they follow from each other.</param>
    /// <exception cref="InputException">The step to begin with is none of the pipeline's.</exception>
    public static ForkTerms Of(RunId source, string? from, IReadOnlyList<string> steps)
    {
        if (from is null) return new ForkTerms(source.Value, []);

        var first = steps.ToList().IndexOf(from);
        if (first >= 0) return new ForkTerms(source.Value, [.. steps.Skip(first)]);

        var closest = Suggestion.Closest(from, steps);
        throw InputException.Of("--from", [$"there is no step '{DocumentNode.Shorten(from)}'{(closest is null ? "" : $"; did you mean '{closest}'?")}; allowed: {string.Join(", ", steps)}"]);
    }
}

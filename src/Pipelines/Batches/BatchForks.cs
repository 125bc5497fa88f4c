using FunctionsPipeline.Pipelines.Input;

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
        if (request.ForkOf is not { } source) return null;
        if (request.RerunFrom is not { } from) return new ForkTerms(source.RunId.Value, []);

        var first = steps.ToList().IndexOf(from);
        if (first >= 0) return new ForkTerms(source.RunId.Value, [.. steps.Skip(first)]);

        var closest = Suggestion.Closest(from, steps);
        throw InputException.Of("--from", [$"there is no step '{DocumentNode.Shorten(from)}'{(closest is null ? "" : $"; did you mean '{closest}'?")}; allowed: {string.Join(", ", steps)}"]);
    }
}

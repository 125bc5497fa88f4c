using System.Text.Json.Serialization;

namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>How a run's images came about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IterationPlan>))]
public enum IterationPlan
{
    /// <summary>One after the other, each from what was wrong in the best so far: <see cref="Decisions"/>.</summary>
    Refine,

    /// <summary>All of one prompt: <see cref="ParallelSamples"/>.</summary>
    Parallel,
}

/// <summary>A run as it is written down: enough to make every decision again.</summary>
/// <param name="Plan">Who decided.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Iterations">The images with all their scores.</param>
/// <param name="Decisions">Every decision in its order, the end last.</param>
public sealed record IterationSummary(
    IterationPlan Plan, IterationSettings Settings, IReadOnlyList<IterationRecord> Iterations, IReadOnlyList<IterationDecision> Decisions)
{
    /// <summary>
    /// Makes every decision again from the recorded scores alone. Each decision says what was recorded next: an image with its first score,
    /// or one more score. A run that is still under way ends with the decision whose result is not there yet.
    /// </summary>
    public IReadOnlyList<IterationDecision> Replay() => Walk().Decisions;

    /// <summary>Where the record and its replay part; null when every decision is the same and every recorded score was asked for.</summary>
    public string? FirstDifference()
    {
        var (replayed, unasked) = Walk();
        for (var i = 0; i < Math.Max(replayed.Count, Decisions.Count); i++)
        {
            if (i >= replayed.Count) return $"decision {i + 1}: the record has {Decisions[i].Action}, the replay has ended";
            if (i >= Decisions.Count) return $"decision {i + 1}: the record has ended, the replay has {replayed[i].Action}";
            if (!replayed[i].Equals(Decisions[i])) return $"decision {i + 1}: the record has {Decisions[i]}, the replay {replayed[i]}";
        }

        return unasked;
    }

    /// <summary>What the run gained, and for how much.</summary>
    public IterationGain Gain() => IterationGain.Of(Settings, Iterations, Decisions.Count > 0 ? Decisions[^1].Chosen : null);

    private (IReadOnlyList<IterationDecision> Decisions, string? Unasked) Walk()
    {
        var decisions = new List<IterationDecision>();
        var known = new List<IterationRecord>();
        while (true)
        {
            var decision = Plan == IterationPlan.Refine ? Iteration.Decisions.Next(Settings, known) : ParallelSamples.Next(Settings, known);
            decisions.Add(decision);
            if (decision.Action == IterationAction.Stop || !Reveal(known, decision)) return (decisions, Unasked(known));
        }
    }

    private bool Reveal(List<IterationRecord> known, IterationDecision decision)
    {
        if (decision.Action == IterationAction.Continue)
        {
            if (known.Count == Iterations.Count) return false;
            var next = Iterations[known.Count];
            known.Add(next with { Scores = [.. next.Scores.Take(1)] });
            return true;
        }

        var at = decision.Subject!.Value - 1;
        var count = known[at].Scores.Count;
        if (count == Iterations[at].Scores.Count) return false;
        known[at] = Iterations[at] with { Scores = [.. Iterations[at].Scores.Take(count + 1)] };
        return true;
    }

    private string? Unasked(List<IterationRecord> known)
    {
        if (known.Count < Iterations.Count) return $"iteration {known.Count + 1} is recorded, and no decision asked for it";
        var extra = known.FirstOrDefault(record => record.Scores.Count < Iterations[record.Number - 1].Scores.Count);
        return extra is null ? null : $"iteration {extra.Number} has {Iterations[extra.Number - 1].Scores.Count} scores, and decisions asked for {extra.Scores.Count}";
    }
}
